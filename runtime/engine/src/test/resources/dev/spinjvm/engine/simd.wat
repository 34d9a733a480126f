(module
  (func $plain (export "plain") (result i32) (i32.const 1))
  (func $add_lanes (export "add") (param i32) (result i32)
    (i32x4.extract_lane 0 (i32x4.add (i32x4.splat (local.get 0)) (i32x4.splat (local.get 0))))))
