;; Catches the thrower's tag "a" only; lets everything else pass.
(module
  (import "t" "a" (tag $a (param i32)))
  (import "t" "throw-a" (func $throw_a (param i32)))
  (import "t" "throw-b" (func $throw_b (param i32)))
  (import "h" "fail" (func $fail))
  (func $dispatch (param $which i32)
    (if (i32.eq (local.get $which) (i32.const 0)) (then (call $throw_a (i32.const 41))))
    (if (i32.eq (local.get $which) (i32.const 1)) (then (call $throw_b (i32.const 42))))
    (if (i32.eq (local.get $which) (i32.const 2)) (then (call $fail))))
  (func (export "catch-a") (param $which i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $a $caught) (call $dispatch (local.get $which)))
      (i32.const -1)))
  (func (export "catch-all") (param $which i32) (result i32)
    (block $caught
      (try_table (catch_all $caught) (call $dispatch (local.get $which)))
      (return (i32.const -1)))
    (i32.const -2)))
