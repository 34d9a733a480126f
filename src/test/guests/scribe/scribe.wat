;; /wN/PATH writes the line "written" at the beginning of the file PATH of the guest's directory N, and makes the file if it is not there;
;; /rN/PATH removes it. Answers "ok", or "error" with the number of the error code.
(module
  (import "wasi:http/types@0.2.12" "[method]incoming-request.path-with-query" (func $path (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]incoming-request" (func $request_drop (param i32)))
  (import "wasi:http/types@0.2.12" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.12" "[constructor]outgoing-response" (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-response.body" (func $body (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-body.write" (func $body_write (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]outgoing-body.finish" (func $body_finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]response-outparam.set"
    (func $set (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush" (func $stream_write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $stream_drop (param i32)))
  (import "wasi:filesystem/preopens@0.2.12" "get-directories" (func $directories (param i32)))
  (import "wasi:filesystem/types@0.2.12" "[method]descriptor.open-at" (func $open (param i32 i32 i32 i32 i32 i32 i32)))
  (import "wasi:filesystem/types@0.2.12" "[method]descriptor.write" (func $write (param i32 i32 i32 i64 i32)))
  (import "wasi:filesystem/types@0.2.12" "[method]descriptor.unlink-file-at" (func $unlink (param i32 i32 i32 i32)))
  (import "wasi:filesystem/types@0.2.12" "[resource-drop]descriptor" (func $descriptor_drop (param i32)))

  (memory (export "memory") 1)
  (global $top (mut i32) (i32.const 4096))
  (data (i32.const 1024) "written\n")
  (data (i32.const 1040) "ok\n")
  (data (i32.const 1056) "error 00\n")

  (func $realloc (export "cabi_realloc") (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at
      (i32.and
        (i32.sub (i32.add (global.get $top) (local.get $align)) (i32.const 1))
        (i32.sub (i32.const 0) (local.get $align))))
    (global.set $top (i32.add (local.get $at) (local.get $size)))
    (local.get $at))

  ;; The error code, or -1.
  (func $do (param $verb i32) (param $directory i32) (param $name i32) (param $length i32) (result i32)
    (local $file i32)
    (if (i32.eq (local.get $verb) (i32.const 114)) ;; r
      (then
        (call $unlink (local.get $directory) (local.get $name) (local.get $length) (i32.const 64))
        (return
          (select (i32.load8_u (i32.const 65)) (i32.const -1) (i32.load8_u (i32.const 64))))))
    ;; symlink-follow; create; write
    (call $open (local.get $directory) (i32.const 1) (local.get $name) (local.get $length) (i32.const 1) (i32.const 2) (i32.const 64))
    (if (i32.load8_u (i32.const 64))
      (then (return (i32.load8_u (i32.const 68)))))
    (local.set $file (i32.load (i32.const 68)))
    (call $write (local.get $file) (i32.const 1024) (i32.const 8) (i64.const 0) (i32.const 64))
    (call $descriptor_drop (local.get $file))
    (select (i32.load8_u (i32.const 72)) (i32.const -1) (i32.load8_u (i32.const 64))))

  (func $answer (param $to i32) (param $text i32) (param $length i32)
    (local $made i32) (local $body i32) (local $stream i32)
    (local.set $made (call $response (call $fields)))
    (call $body (local.get $made) (i32.const 64))
    (local.set $body (i32.load (i32.const 68)))
    (call $set (local.get $to) (i32.const 0) (local.get $made) (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0)
      (i32.const 0))
    (call $body_write (local.get $body) (i32.const 64))
    (local.set $stream (i32.load (i32.const 68)))
    (call $stream_write (local.get $stream) (local.get $text) (local.get $length) (i32.const 64))
    (call $stream_drop (local.get $stream))
    (call $body_finish (local.get $body) (i32.const 0) (i32.const 0) (i32.const 64)))

  (func (export "wasi:http/incoming-handler@0.2.12#handle") (param $request i32) (param $to i32)
    (local $text i32) (local $error i32)
    (call $path (local.get $request) (i32.const 64))
    (call $request_drop (local.get $request))
    (local.set $text (i32.load (i32.const 68)))
    (local.set $error (i32.load (i32.const 72)))
    (call $directories (i32.const 80))
    (local.set $error
      (call $do
        (i32.load8_u offset=1 (local.get $text))
        (i32.load
          (i32.add (i32.load (i32.const 80))
            (i32.mul (i32.const 12) (i32.sub (i32.load8_u offset=2 (local.get $text)) (i32.const 48)))))
        (i32.add (local.get $text) (i32.const 4))
        (i32.sub (local.get $error) (i32.const 4))))
    (if (i32.lt_s (local.get $error) (i32.const 0))
      (then (call $answer (local.get $to) (i32.const 1040) (i32.const 3)))
      (else
        (i32.store8 (i32.const 1062) (i32.add (i32.const 48) (i32.div_u (local.get $error) (i32.const 10))))
        (i32.store8 (i32.const 1063) (i32.add (i32.const 48) (i32.rem_u (local.get $error) (i32.const 10))))
        (call $answer (local.get $to) (i32.const 1056) (i32.const 9))))))
