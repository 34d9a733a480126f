;; Hands values of many types to the host and the host's answers back, in each string encoding. Every function of the import
;; takes and returns one value; "large" has more flat values than a call can carry, so it goes through memory.
(component
  (import "example:echo/host@1.0.0" (instance $host
    (type $record' (record (field "a" u8) (field "b" string) (field "c" f64)))
    (export "record" (type $record (eq $record')))
    (type $variant' (variant (case "none") (case "number" u32) (case "text" string) (case "big" u64) (case "real" f32)))
    (export "variant" (type $variant (eq $variant')))
    (type $enum' (enum "red" "green" "blue"))
    (export "enum" (type $enum (eq $enum')))
    (type $flags' (flags "read" "write" "run"))
    (export "flags" (type $flags (eq $flags')))
    (type $large' (tuple string string string string string string string string u8))
    (export "large" (type $large (eq $large')))

    (export "echo-bool" (func (param "v" bool) (result bool)))
    (export "echo-s8" (func (param "v" s8) (result s8)))
    (export "echo-u8" (func (param "v" u8) (result u8)))
    (export "echo-s16" (func (param "v" s16) (result s16)))
    (export "echo-u16" (func (param "v" u16) (result u16)))
    (export "echo-s32" (func (param "v" s32) (result s32)))
    (export "echo-u32" (func (param "v" u32) (result u32)))
    (export "echo-s64" (func (param "v" s64) (result s64)))
    (export "echo-u64" (func (param "v" u64) (result u64)))
    (export "echo-f32" (func (param "v" f32) (result f32)))
    (export "echo-f64" (func (param "v" f64) (result f64)))
    (export "echo-char" (func (param "v" char) (result char)))
    (export "echo-text" (func (param "v" string) (result string)))
    (export "echo-bytes" (func (param "v" (list u8)) (result (list u8))))
    (export "echo-texts" (func (param "v" (list string)) (result (list string))))
    (export "echo-numbers" (func (param "v" (list u64)) (result (list u64))))
    (export "echo-record" (func (param "v" $record) (result $record)))
    (export "echo-tuple" (func (param "v" (tuple u8 u64 string)) (result (tuple u8 u64 string))))
    (export "echo-variant" (func (param "v" $variant) (result $variant)))
    (export "echo-enum" (func (param "v" $enum) (result $enum)))
    (export "echo-flags" (func (param "v" $flags) (result $flags)))
    (export "echo-option" (func (param "v" (option string)) (result (option string))))
    (export "echo-nested-option" (func (param "v" (option (option u8))) (result (option (option u8)))))
    (export "echo-result" (func (param "v" (result string (error u32))) (result (result string (error u32)))))
    (export "echo-empty-result" (func (param "v" (result)) (result (result))))
    (export "echo-large" (func (param "v" $large) (result $large)))
  ))
  (alias export $host "record" (type $record))
  (alias export $host "variant" (type $variant))
  (alias export $host "enum" (type $enum))
  (alias export $host "flags" (type $flags))
  (alias export $host "large" (type $large))

  (core module $Libc
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
                              (i32.sub (i32.const 0) (local.get $align))))
      (global.set $next (i32.add (local.get $at) (local.get $size)))
      (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
        (then (drop (memory.grow (i32.add (i32.shr_u (local.get $size) (i32.const 16)) (i32.const 1))))))
      (memory.copy (local.get $at) (local.get $old) (local.get $old-size))
      (local.get $at)))
  (core instance $libc (instantiate $Libc))

  (core func $bool (canon lower (func $host "echo-bool") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $s8 (canon lower (func $host "echo-s8") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $u8 (canon lower (func $host "echo-u8") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $s16 (canon lower (func $host "echo-s16") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $u16 (canon lower (func $host "echo-u16") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $s32 (canon lower (func $host "echo-s32") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $u32 (canon lower (func $host "echo-u32") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $s64 (canon lower (func $host "echo-s64") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $u64 (canon lower (func $host "echo-u64") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $f32 (canon lower (func $host "echo-f32") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $f64 (canon lower (func $host "echo-f64") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $char (canon lower (func $host "echo-char") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $text (canon lower (func $host "echo-text") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $bytes (canon lower (func $host "echo-bytes") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $texts (canon lower (func $host "echo-texts") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $numbers (canon lower (func $host "echo-numbers") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $record (canon lower (func $host "echo-record") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $tuple (canon lower (func $host "echo-tuple") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $variant (canon lower (func $host "echo-variant") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $enum (canon lower (func $host "echo-enum") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $flags (canon lower (func $host "echo-flags") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $option (canon lower (func $host "echo-option") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $nested-option (canon lower (func $host "echo-nested-option") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $result (canon lower (func $host "echo-result") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $empty-result (canon lower (func $host "echo-empty-result") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $large (canon lower (func $host "echo-large") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $text-utf16 (canon lower (func $host "echo-text") string-encoding=utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $texts-utf16 (canon lower (func $host "echo-texts") string-encoding=utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $large-utf16 (canon lower (func $host "echo-large") string-encoding=utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $text-latin1 (canon lower (func $host "echo-text") string-encoding=latin1+utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $texts-latin1 (canon lower (func $host "echo-texts") string-encoding=latin1+utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $large-latin1 (canon lower (func $host "echo-large") string-encoding=latin1+utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))

  (core module $Main
    (import "host" "bool" (func $bool (param i32) (result i32)))
    (import "host" "s8" (func $s8 (param i32) (result i32)))
    (import "host" "u8" (func $u8 (param i32) (result i32)))
    (import "host" "s16" (func $s16 (param i32) (result i32)))
    (import "host" "u16" (func $u16 (param i32) (result i32)))
    (import "host" "s32" (func $s32 (param i32) (result i32)))
    (import "host" "u32" (func $u32 (param i32) (result i32)))
    (import "host" "s64" (func $s64 (param i64) (result i64)))
    (import "host" "u64" (func $u64 (param i64) (result i64)))
    (import "host" "f32" (func $f32 (param f32) (result f32)))
    (import "host" "f64" (func $f64 (param f64) (result f64)))
    (import "host" "char" (func $char (param i32) (result i32)))
    (import "host" "text" (func $text (param i32 i32 i32)))
    (import "host" "bytes" (func $bytes (param i32 i32 i32)))
    (import "host" "texts" (func $texts (param i32 i32 i32)))
    (import "host" "numbers" (func $numbers (param i32 i32 i32)))
    (import "host" "record" (func $record (param i32 i32 i32 f64 i32)))
    (import "host" "tuple" (func $tuple (param i32 i64 i32 i32 i32)))
    (import "host" "variant" (func $variant (param i32 i64 i32 i32)))
    (import "host" "enum" (func $enum (param i32) (result i32)))
    (import "host" "flags" (func $flags (param i32) (result i32)))
    (import "host" "option" (func $option (param i32 i32 i32 i32)))
    (import "host" "nested-option" (func $nested-option (param i32 i32 i32 i32)))
    (import "host" "result" (func $result (param i32 i32 i32 i32)))
    (import "host" "empty-result" (func $empty-result (param i32) (result i32)))
    (import "host" "large" (func $large (param i32 i32)))
    (import "host" "text-utf16" (func $text-utf16 (param i32 i32 i32)))
    (import "host" "texts-utf16" (func $texts-utf16 (param i32 i32 i32)))
    (import "host" "large-utf16" (func $large-utf16 (param i32 i32)))
    (import "host" "text-latin1" (func $text-latin1 (param i32 i32 i32)))
    (import "host" "texts-latin1" (func $texts-latin1 (param i32 i32 i32)))
    (import "host" "large-latin1" (func $large-latin1 (param i32 i32)))
    (func (export "bool") (param i32) (result i32) (call $bool (local.get 0)))
    (func (export "s8") (param i32) (result i32) (call $s8 (local.get 0)))
    (func (export "u8") (param i32) (result i32) (call $u8 (local.get 0)))
    (func (export "s16") (param i32) (result i32) (call $s16 (local.get 0)))
    (func (export "u16") (param i32) (result i32) (call $u16 (local.get 0)))
    (func (export "s32") (param i32) (result i32) (call $s32 (local.get 0)))
    (func (export "u32") (param i32) (result i32) (call $u32 (local.get 0)))
    (func (export "s64") (param i64) (result i64) (call $s64 (local.get 0)))
    (func (export "u64") (param i64) (result i64) (call $u64 (local.get 0)))
    (func (export "f32") (param f32) (result f32) (call $f32 (local.get 0)))
    (func (export "f64") (param f64) (result f64) (call $f64 (local.get 0)))
    (func (export "char") (param i32) (result i32) (call $char (local.get 0)))
    (func (export "text") (param i32 i32) (result i32) (call $text (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "bytes") (param i32 i32) (result i32) (call $bytes (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "texts") (param i32 i32) (result i32) (call $texts (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "numbers") (param i32 i32) (result i32) (call $numbers (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "record") (param i32 i32 i32 f64) (result i32) (call $record (local.get 0) (local.get 1) (local.get 2) (local.get 3) (i32.const 64)) (i32.const 64))
    (func (export "tuple") (param i32 i64 i32 i32) (result i32) (call $tuple (local.get 0) (local.get 1) (local.get 2) (local.get 3) (i32.const 64)) (i32.const 64))
    (func (export "variant") (param i32 i64 i32) (result i32) (call $variant (local.get 0) (local.get 1) (local.get 2) (i32.const 64)) (i32.const 64))
    (func (export "enum") (param i32) (result i32) (call $enum (local.get 0)))
    (func (export "flags") (param i32) (result i32) (call $flags (local.get 0)))
    (func (export "option") (param i32 i32 i32) (result i32) (call $option (local.get 0) (local.get 1) (local.get 2) (i32.const 64)) (i32.const 64))
    (func (export "nested-option") (param i32 i32 i32) (result i32) (call $nested-option (local.get 0) (local.get 1) (local.get 2) (i32.const 64)) (i32.const 64))
    (func (export "result") (param i32 i32 i32) (result i32) (call $result (local.get 0) (local.get 1) (local.get 2) (i32.const 64)) (i32.const 64))
    (func (export "empty-result") (param i32) (result i32) (call $empty-result (local.get 0)))
    (func (export "large") (param i32) (result i32) (call $large (local.get 0) (i32.const 64)) (i32.const 64))
    (func (export "text-utf16") (param i32 i32) (result i32) (call $text-utf16 (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "texts-utf16") (param i32 i32) (result i32) (call $texts-utf16 (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "large-utf16") (param i32) (result i32) (call $large-utf16 (local.get 0) (i32.const 64)) (i32.const 64))
    (func (export "text-latin1") (param i32 i32) (result i32) (call $text-latin1 (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "texts-latin1") (param i32 i32) (result i32) (call $texts-latin1 (local.get 0) (local.get 1) (i32.const 64)) (i32.const 64))
    (func (export "large-latin1") (param i32) (result i32) (call $large-latin1 (local.get 0) (i32.const 64)) (i32.const 64))
  )
  (core instance $main (instantiate $Main (with "host" (instance
    (export "bool" (func $bool))
    (export "s8" (func $s8))
    (export "u8" (func $u8))
    (export "s16" (func $s16))
    (export "u16" (func $u16))
    (export "s32" (func $s32))
    (export "u32" (func $u32))
    (export "s64" (func $s64))
    (export "u64" (func $u64))
    (export "f32" (func $f32))
    (export "f64" (func $f64))
    (export "char" (func $char))
    (export "text" (func $text))
    (export "bytes" (func $bytes))
    (export "texts" (func $texts))
    (export "numbers" (func $numbers))
    (export "record" (func $record))
    (export "tuple" (func $tuple))
    (export "variant" (func $variant))
    (export "enum" (func $enum))
    (export "flags" (func $flags))
    (export "option" (func $option))
    (export "nested-option" (func $nested-option))
    (export "result" (func $result))
    (export "empty-result" (func $empty-result))
    (export "large" (func $large))
    (export "text-utf16" (func $text-utf16))
    (export "texts-utf16" (func $texts-utf16))
    (export "large-utf16" (func $large-utf16))
    (export "text-latin1" (func $text-latin1))
    (export "texts-latin1" (func $texts-latin1))
    (export "large-latin1" (func $large-latin1))
  ))))

  (export $record-out "record-type" (type $record))
  (export $variant-out "variant-type" (type $variant))
  (export $enum-out "enum-type" (type $enum))
  (export $flags-out "flags-type" (type $flags))
  (export $large-out "large-type" (type $large))
  (func (export "bool") (param "v" bool) (result bool) (canon lift (core func $main "bool") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "s8") (param "v" s8) (result s8) (canon lift (core func $main "s8") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "u8") (param "v" u8) (result u8) (canon lift (core func $main "u8") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "s16") (param "v" s16) (result s16) (canon lift (core func $main "s16") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "u16") (param "v" u16) (result u16) (canon lift (core func $main "u16") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "s32") (param "v" s32) (result s32) (canon lift (core func $main "s32") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "u32") (param "v" u32) (result u32) (canon lift (core func $main "u32") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "s64") (param "v" s64) (result s64) (canon lift (core func $main "s64") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "u64") (param "v" u64) (result u64) (canon lift (core func $main "u64") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "f32") (param "v" f32) (result f32) (canon lift (core func $main "f32") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "f64") (param "v" f64) (result f64) (canon lift (core func $main "f64") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "char") (param "v" char) (result char) (canon lift (core func $main "char") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "text") (param "v" string) (result string) (canon lift (core func $main "text") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "bytes") (param "v" (list u8)) (result (list u8)) (canon lift (core func $main "bytes") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "texts") (param "v" (list string)) (result (list string)) (canon lift (core func $main "texts") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "numbers") (param "v" (list u64)) (result (list u64)) (canon lift (core func $main "numbers") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "record") (param "v" $record-out) (result $record-out) (canon lift (core func $main "record") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "tuple") (param "v" (tuple u8 u64 string)) (result (tuple u8 u64 string)) (canon lift (core func $main "tuple") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "variant") (param "v" $variant-out) (result $variant-out) (canon lift (core func $main "variant") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "enum") (param "v" $enum-out) (result $enum-out) (canon lift (core func $main "enum") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "flags") (param "v" $flags-out) (result $flags-out) (canon lift (core func $main "flags") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "option") (param "v" (option string)) (result (option string)) (canon lift (core func $main "option") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "nested-option") (param "v" (option (option u8))) (result (option (option u8))) (canon lift (core func $main "nested-option") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "result") (param "v" (result string (error u32))) (result (result string (error u32))) (canon lift (core func $main "result") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "empty-result") (param "v" (result)) (result (result)) (canon lift (core func $main "empty-result") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "large") (param "v" $large-out) (result $large-out) (canon lift (core func $main "large") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "text-utf16") (param "v" string) (result string) (canon lift (core func $main "text-utf16") string-encoding=utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "texts-utf16") (param "v" (list string)) (result (list string)) (canon lift (core func $main "texts-utf16") string-encoding=utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "large-utf16") (param "v" $large-out) (result $large-out) (canon lift (core func $main "large-utf16") string-encoding=utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "text-latin1") (param "v" string) (result string) (canon lift (core func $main "text-latin1") string-encoding=latin1+utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "texts-latin1") (param "v" (list string)) (result (list string)) (canon lift (core func $main "texts-latin1") string-encoding=latin1+utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (func (export "large-latin1") (param "v" $large-out) (result $large-out) (canon lift (core func $main "large-latin1") string-encoding=latin1+utf16
    (memory $libc "memory") (realloc (func $libc "realloc"))))
)
