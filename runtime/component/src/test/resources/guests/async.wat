;; Calls a built-in of the asynchronous ABI.
(component
  (core func $new (canon waitable-set.new))
  (core module $Main
    (import "" "new" (func $new (result i32)))
    (func (export "make-set") (result i32) (call $new)))
  (core instance $main (instantiate $Main (with "" (instance (export "new" (func $new))))))
  (func (export "make-set") (result u32) (canon lift (core func $main "make-set"))))
