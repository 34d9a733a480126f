;; Calls the host while it is instantiated.
(component
  (import "ready" (func $ready))
  (core func $ready (canon lower (func $ready)))
  (core module $Main
    (import "" "ready" (func $ready))
    (func (export "run"))
    (start $ready))
  (core instance $main (instantiate $Main (with "" (instance (export "ready" (func $ready))))))
  (func (export "run") (canon lift (core func $main "run"))))
