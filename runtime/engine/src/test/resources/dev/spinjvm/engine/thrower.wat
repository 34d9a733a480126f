;; Two tags of one type.
(module
  (tag $a (export "a") (param i32))
  (tag $b (export "b") (param i32))
  (func (export "throw-a") (param i32) (throw $a (local.get 0)))
  (func (export "throw-b") (param i32) (throw $b (local.get 0))))
