;; Imports with empty and with equal names.
(module
  (import "" "" (func $nameless (param i32) (result i32)))
  (import "" "" (func $nameless2 (param i64) (result i64)))
  (import "m" "f" (func $f (param i32 f32 f64 i64) (result i32)))
  (import "m" "f" (func $g (result i32)))
  (memory (export "") 1)
  (func (export "first") (param i32) (result i32) (call $nameless (local.get 0)))
  (func (export "second") (param i64) (result i64) (call $nameless2 (local.get 0)))
  (func (export "third") (result i32)
    (call $f (i32.const -1) (f32.const 1.5) (f64.const -2.5) (i64.const 0x100000000)))
  (func (export "fourth") (result i32) (call $g))
  (export "again" (func $g)))
