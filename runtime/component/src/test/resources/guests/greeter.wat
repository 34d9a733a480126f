;; Greets whom the host names: greet("hello") answers "hello, world" if the host answers "world".
(component
  (import "example:greeting/names@1.0.0" (instance $names (export "name" (func (result string)))))

  (core module $Libc
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
                              (i32.sub (i32.const 0) (local.get $align))))
      (global.set $next (i32.add (local.get $at) (local.get $size)))
      (memory.copy (local.get $at) (local.get $old) (local.get $old-size))
      (local.get $at)))
  (core instance $libc (instantiate $Libc))
  (core func $name (canon lower (func $names "name")
    (memory $libc "memory") (realloc (func $libc "realloc"))))

  (core module $Main
    (import "libc" "memory" (memory 1))
    (import "libc" "realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
    (import "names" "name" (func $name (param i32)))
    (data (i32.const 0) ", ")
    ;; The greeting, the text above and the name, one after the other; the pair for the result lies at 8.
    (func (export "greet") (param $ptr i32) (param $len i32) (result i32)
      (local $out i32) (local $size i32)
      (call $name (i32.const 16))
      (local.set $size (i32.add (i32.add (local.get $len) (i32.const 2)) (i32.load (i32.const 20))))
      (local.set $out (call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (local.get $size)))
      (memory.copy (local.get $out) (local.get $ptr) (local.get $len))
      (memory.copy (i32.add (local.get $out) (local.get $len)) (i32.const 0) (i32.const 2))
      (memory.copy (i32.add (i32.add (local.get $out) (local.get $len)) (i32.const 2))
                   (i32.load (i32.const 16)) (i32.load (i32.const 20)))
      (i32.store (i32.const 8) (local.get $out))
      (i32.store (i32.const 12) (local.get $size))
      (i32.const 8)))
  (core instance $main (instantiate $Main
    (with "libc" (instance $libc))
    (with "names" (instance (export "name" (func $name))))))

  (func $greet (param "greeting" string) (result string)
    (canon lift (core func $main "greet") (memory $libc "memory") (realloc (func $libc "realloc"))))
  (instance (export "example:greeting/greeter@1.0.0") (export "greet" (func $greet))))
