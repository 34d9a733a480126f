;; Calls that carry values: each export hands back what it was given, and each "ask" gives the host a value as often as told.
(component
  (import "bench:abi/host" (instance $host
    (type $reading' (record (field "id" u32) (field "name" string) (field "ratio" f64) (field "on" bool)))
    (export "reading" (type $reading (eq $reading')))
    (export "text" (func (param "v" string) (result string)))
    (export "bytes" (func (param "v" (list u8)) (result (list u8))))
    (export "record" (func (param "v" $reading) (result $reading)))
    (export "number" (func (param "v" u32) (result u32)))
  ))
  (alias export $host "reading" (type $reading))

  ;; Memory that a call takes begins at 65536 and is given back by the function that ends the call.
  (core module $Libc
    (memory (export "memory") 8)
    (global $next (mut i32) (i32.const 65536))
    (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
                              (i32.sub (i32.const 0) (local.get $align))))
      (global.set $next (i32.add (local.get $at) (local.get $size)))
      (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
        (then (unreachable)))
      (local.get $at))
    (func (export "free") (global.set $next (i32.const 65536)))
    (func (export "free-after") (param i32) (global.set $next (i32.const 65536))))
  (core instance $libc (instantiate $Libc))

  (core func $host-text (canon lower (func $host "text") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $host-bytes (canon lower (func $host "bytes")
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $host-record (canon lower (func $host "record") string-encoding=utf8
    (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $host-number (canon lower (func $host "number")))

  (core module $Main
    (import "libc" "memory" (memory 1))
    (import "libc" "free" (func $free))
    (import "host" "text" (func $text (param i32 i32 i32)))
    (import "host" "bytes" (func $bytes (param i32 i32 i32)))
    (import "host" "record" (func $record (param i32 i32 i32 f64 i32 i32)))
    (import "host" "number" (func $number (param i32) (result i32)))
    (data (i32.const 1024) "twenty-four bytes of it.")

    (func (export "number") (param $v i32) (result i32) (local.get $v))
    (func (export "list") (param $at i32) (param $size i32) (result i32)
      (i32.store (i32.const 64) (local.get $at))
      (i32.store (i32.const 68) (local.get $size))
      (i32.const 64))
    (func (export "record") (param $id i32) (param $at i32) (param $size i32) (param $ratio f64) (param $on i32) (result i32)
      (i32.store (i32.const 64) (local.get $id))
      (i32.store (i32.const 68) (local.get $at))
      (i32.store (i32.const 72) (local.get $size))
      (f64.store (i32.const 80) (local.get $ratio))
      (i32.store8 (i32.const 88) (local.get $on))
      (i32.const 64))

    (func (export "ask-text") (param $times i32) (param $size i32)
      (loop $again
        (call $text (i32.const 1024) (local.get $size) (i32.const 64))
        (call $free)
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
    (func (export "ask-bytes") (param $times i32) (param $size i32)
      (loop $again
        (call $bytes (i32.const 1024) (local.get $size) (i32.const 64))
        (call $free)
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
    (func (export "ask-record") (param $times i32) (param $size i32)
      (loop $again
        (call $record (local.get $times) (i32.const 1024) (local.get $size) (f64.const 0.5) (i32.const 1) (i32.const 64))
        (call $free)
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
    (func (export "ask-number") (param $times i32) (param $size i32)
      (loop $again
        (drop (call $number (local.get $size)))
        (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))))
  (core instance $main (instantiate $Main
    (with "libc" (instance $libc))
    (with "host" (instance
      (export "text" (func $host-text))
      (export "bytes" (func $host-bytes))
      (export "record" (func $host-record))
      (export "number" (func $host-number))))))

  (func (export "number") (param "v" u32) (result u32)
    (canon lift (core func $main "number")))
  (func (export "text") (param "v" string) (result string)
    (canon lift (core func $main "list") string-encoding=utf8
      (memory $libc "memory") (realloc (func $libc "realloc")) (post-return (func $libc "free-after"))))
  (func (export "bytes") (param "v" (list u8)) (result (list u8))
    (canon lift (core func $main "list")
      (memory $libc "memory") (realloc (func $libc "realloc")) (post-return (func $libc "free-after"))))
  (export $exported "reading" (type $reading))
  (func (export "record") (param "v" $exported) (result $exported)
    (canon lift (core func $main "record") string-encoding=utf8
      (memory $libc "memory") (realloc (func $libc "realloc")) (post-return (func $libc "free-after"))))
  (func (export "ask-number") (param "times" u32) (param "size" u32) (canon lift (core func $main "ask-number")))
  (func (export "ask-text") (param "times" u32) (param "size" u32) (canon lift (core func $main "ask-text")))
  (func (export "ask-bytes") (param "times" u32) (param "size" u32) (canon lift (core func $main "ask-bytes")))
  (func (export "ask-record") (param "times" u32) (param "size" u32) (canon lift (core func $main "ask-record"))))
