;; Fills a shim's table; the types have other indices than the shim's.
(module
  (type $long (func (param i64) (result i64)))
  (type $unused (func (param f32)))
  (type $binary (func (param i32 i32) (result i32)))
  (import "" "0" (func $binary (type $binary)))
  (import "" "1" (func $long (type $long)))
  (import "" "$imports" (table 3 3 funcref))
  (elem (i32.const 0) $binary $long))
