;; Block dot products of int8 rows with one int8 query, for engines without relaxed SIMD; dotInt8Relaxed.wat is the faster
;; twin, with the same exports.
;;
;; Every step of 16 query values lies in memory as 16 int16, the last one of a block filled up with zeros: the values that
;; are read behind the end of a block count as nothing, and 15 bytes behind the last row have to exist. Exact: |a·b| ≤ 2¹⁴ a
;; product, and at most 133,144 of them in a block, so an int32 does not overflow.
;;
;; rows: int8 [count, Σ dimensions] · query: steps · dimensions: int32 [blocks] · out: int32 [count, blocks]
(module
  (memory (import "env" "memory") 1)

  ;; Rows one after the other.
  (func (export "dotRows")
    (param $row i32) (param $query i32) (param $dimensions i32) (param $blocks i32) (param $count i32) (param $out i32)
    (local $q i32) (local $dimension i32) (local $lastDimension i32) (local $end i32)
    (local $s v128)
    (local.set $lastDimension (i32.add (local.get $dimensions) (i32.shl (local.get $blocks) (i32.const 2))))
    (loop $eachRow
      (local.set $q (local.get $query))
      (local.set $dimension (local.get $dimensions))
      (loop $eachBlock
        (local.set $end (i32.add (local.get $row) (i32.load (local.get $dimension))))
        (local.set $s (v128.const i64x2 0 0))
        (loop $eachStep
          (local.set $s (i32x4.add (local.get $s) (i32x4.add
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row)) (v128.load (local.get $q)))
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (v128.load offset=16 (local.get $q))))))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $eachStep (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $row (local.get $end))
        (i32.store (local.get $out) (call $sum (local.get $s)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $dimension (i32.add (local.get $dimension) (i32.const 4)))
        (br_if $eachBlock (i32.lt_u (local.get $dimension) (local.get $lastDimension))))
      (br_if $eachRow (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  ;; Four runs of `count` rows side by side, `apart` bytes from one to the next and their outputs `outApart`: a step of the
  ;; query is read once for four rows, and memory is read as four streams, which it likes as well as one. (Four rows that
  ;; follow each other are streams that end after a row: twice as slow.)
  (func (export "dotRuns")
    (param $row i32) (param $query i32) (param $dimensions i32) (param $blocks i32) (param $count i32) (param $out i32)
    (param $apart i32) (param $outApart i32)
    (local $q i32) (local $dimension i32) (local $lastDimension i32) (local $end i32) (local $past i32) (local $store i32)
    (local $row1 i32) (local $row2 i32) (local $row3 i32) (local $low v128) (local $high v128)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local.set $lastDimension (i32.add (local.get $dimensions) (i32.shl (local.get $blocks) (i32.const 2))))
    (local.set $row1 (i32.add (local.get $row) (local.get $apart)))
    (local.set $row2 (i32.add (local.get $row1) (local.get $apart)))
    (local.set $row3 (i32.add (local.get $row2) (local.get $apart)))
    (loop $eachRow
      (local.set $q (local.get $query))
      (local.set $dimension (local.get $dimensions))
      (loop $eachBlock
        (local.set $end (i32.add (local.get $row) (i32.load (local.get $dimension))))
        (local.set $s0 (v128.const i64x2 0 0))
        (local.set $s1 (v128.const i64x2 0 0))
        (local.set $s2 (v128.const i64x2 0 0))
        (local.set $s3 (v128.const i64x2 0 0))
        (loop $eachStep
          (local.set $low (v128.load (local.get $q)))
          (local.set $high (v128.load offset=16 (local.get $q)))
          (local.set $s0 (i32x4.add (local.get $s0) (i32x4.add
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row)) (local.get $low))
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row)) (local.get $high)))))
          (local.set $s1 (i32x4.add (local.get $s1) (i32x4.add
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row1)) (local.get $low))
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row1)) (local.get $high)))))
          (local.set $s2 (i32x4.add (local.get $s2) (i32x4.add
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row2)) (local.get $low))
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row2)) (local.get $high)))))
          (local.set $s3 (i32x4.add (local.get $s3) (i32x4.add
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $row3)) (local.get $low))
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $row3)) (local.get $high)))))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (local.set $row1 (i32.add (local.get $row1) (i32.const 16)))
          (local.set $row2 (i32.add (local.get $row2) (i32.const 16)))
          (local.set $row3 (i32.add (local.get $row3) (i32.const 16)))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $eachStep (i32.lt_u (local.get $row) (local.get $end))))
        ;; Back from the end of the last step to the end of the block.
        (local.set $past (i32.sub (local.get $row) (local.get $end)))
        (local.set $row (local.get $end))
        (local.set $row1 (i32.sub (local.get $row1) (local.get $past)))
        (local.set $row2 (i32.sub (local.get $row2) (local.get $past)))
        (local.set $row3 (i32.sub (local.get $row3) (local.get $past)))
        (i32.store (local.get $out) (call $sum (local.get $s0)))
        (i32.store (local.tee $store (i32.add (local.get $out) (local.get $outApart)))
          (call $sum (local.get $s1)))
        (i32.store (local.tee $store (i32.add (local.get $store) (local.get $outApart)))
          (call $sum (local.get $s2)))
        (i32.store (i32.add (local.get $store) (local.get $outApart))
          (call $sum (local.get $s3)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $dimension (i32.add (local.get $dimension) (i32.const 4)))
        (br_if $eachBlock (i32.lt_u (local.get $dimension) (local.get $lastDimension))))
      (br_if $eachRow (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  (func $sum (param $v v128) (result i32)
    (local.set $v (i32x4.add (local.get $v)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $v) (local.get $v))))
    (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))))
