;; Reads memory and does next to nothing with it: the peer of the scoring bench. 128 bytes a step, four sums.
(module
  (memory (import "env" "memory") 1)

  ;; `length` is a multiple of 128, and not 0.
  (func (export "read") (param $at i32) (param $length i32) (result i32)
    (local $end i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (loop $next
      (local.set $a (i32x4.add (local.get $a) (v128.load (local.get $at))))
      (local.set $b (i32x4.add (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (i32x4.add (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (i32x4.add (local.get $d) (v128.load offset=48 (local.get $at))))
      (local.set $a (i32x4.add (local.get $a) (v128.load offset=64 (local.get $at))))
      (local.set $b (i32x4.add (local.get $b) (v128.load offset=80 (local.get $at))))
      (local.set $c (i32x4.add (local.get $c) (v128.load offset=96 (local.get $at))))
      (local.set $d (i32x4.add (local.get $d) (v128.load offset=112 (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 128)))
      (br_if $next (i32.ne (local.get $at) (local.get $end))))
    (i32x4.extract_lane 0
      (i32x4.add (i32x4.add (local.get $a) (local.get $b)) (i32x4.add (local.get $c) (local.get $d))))))
