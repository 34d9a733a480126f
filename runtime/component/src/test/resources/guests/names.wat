;; Names whom to greet: what it looks up under "who", or why it cannot.
(component
  (import "example:greeting/lookup@1.0.0" (instance $lookup
    (type $failure' (variant (case "absent") (case "refused" string)))
    (export "failure" (type $failure (eq $failure')))
    (export "find" (func (param "key" string) (result (result string (error $failure)))))))

  (core module $Libc
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 1024))
    (data (i32.const 0) "whonobody")
    (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
                              (i32.sub (i32.const 0) (local.get $align))))
      (global.set $next (i32.add (local.get $at) (local.get $size)))
      (memory.copy (local.get $at) (local.get $old) (local.get $old-size))
      (local.get $at)))
  (core instance $libc (instantiate $Libc))
  (core func $find (canon lower (func $lookup "find")
    (memory $libc "memory") (realloc (func $libc "realloc"))))

  (core module $Main
    (import "libc" "memory" (memory 1))
    (import "lookup" "find" (func $find (param i32 i32 i32)))
    ;; The result of find lies at 16: what it is, the string or the case of the failure, the string of the failure.
    (func (export "name") (result i32)
      (call $find (i32.const 0) (i32.const 3) (i32.const 16))
      (if (i32.eqz (i32.load8_u (i32.const 16)))
        (then (return (i32.const 20))))
      (if (i32.load8_u (i32.const 20))
        (then (return (i32.const 24))))
      (i32.store (i32.const 32) (i32.const 3))
      (i32.store (i32.const 36) (i32.const 6))
      (i32.const 32)))
  (core instance $main (instantiate $Main
    (with "libc" (instance $libc))
    (with "lookup" (instance (export "find" (func $find))))))

  (func $name (result string)
    (canon lift (core func $main "name") (memory $libc "memory")))
  (instance (export "example:greeting/names@1.0.2") (export "name" (func $name))))
