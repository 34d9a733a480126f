;; Its second and last segments do not fit.
(module
  (import "m" "memory" (memory 1))
  (import "m" "table" (table 4 funcref))
  (import "m" "place" (global $place i32))
  (elem (i32.const 1) $f)
  (elem (global.get $place) $f)
  (data (i32.const 0) "there")
  (data (i32.const 65535) "xy")
  (func $f (export "f") (result i32) (i32.const 5)))
