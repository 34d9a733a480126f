;; The shape of a component's shim: a table that others fill, called through indirectly.
(module
  (type $void (func))
  (type $binary (func (param i32 i32) (result i32)))
  (type $long (func (param i64) (result i64)))
  (table (export "$imports") 3 3 funcref)
  (func (export "0") (param i32 i32) (result i32)
    (call_indirect (type $binary) (local.get 0) (local.get 1) (i32.const 0)))
  (func (export "1") (param i64) (result i64) (call_indirect (type $long) (local.get 0) (i32.const 1)))
  ;; a call with the wrong type, and one of an empty element
  (func (export "wrong") (result i64) (call_indirect (type $long) (i64.const 1) (i32.const 0)))
  (func (export "empty") (call_indirect (type $void) (i32.const 2))))
