;; Block dot products of int8 rows with one int8 query by relaxed SIMD: one instruction multiplies and adds 16 values where
;; the processor has it (AVX-VNNI, ARM dot product).
;;
;; Exact and the same everywhere: the second operand of i32x4.relaxed_dot_i8x16_i7x16_add_s is only ever 0 … 127, where
;; nothing about it is relaxed. So every step of 16 query values lies in memory as 16 int8 of max(q, 0), then 16 of
;; max(−q, 0), and their sums are subtracted. The last step of a block is filled up with zeros: the values that are read
;; behind the end of a block count as nothing, and 15 bytes behind the last row have to exist. |a·b| ≤ 2¹⁴ a product, and at
;; most 133,144 of them in a block, so an int32 does not overflow. (−128 is no value of a query: 128 has no int7.)
;;
;; rows: int8 [count, Σ dimensions] · query: steps · dimensions: int32 [blocks] · out: int32 [count, blocks]
(module
  (memory (import "env" "memory") 1)

  ;; Rows one after the other.
  (func (export "dotRows")
    (param $row i32) (param $query i32) (param $dimensions i32) (param $blocks i32) (param $count i32) (param $out i32)
    (local $q i32) (local $dimension i32) (local $lastDimension i32) (local $end i32)
    (local $x v128) (local $plus v128) (local $minus v128)
    (local.set $lastDimension (i32.add (local.get $dimensions) (i32.shl (local.get $blocks) (i32.const 2))))
    (loop $eachRow
      (local.set $q (local.get $query))
      (local.set $dimension (local.get $dimensions))
      (loop $eachBlock
        (local.set $end (i32.add (local.get $row) (i32.load (local.get $dimension))))
        (local.set $plus (v128.const i64x2 0 0))
        (local.set $minus (v128.const i64x2 0 0))
        (loop $eachStep
          (local.set $x (v128.load (local.get $row)))
          (local.set $plus
            (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (v128.load (local.get $q)) (local.get $plus)))
          (local.set $minus
            (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (v128.load offset=16 (local.get $q)) (local.get $minus)))
          (local.set $row (i32.add (local.get $row) (i32.const 16)))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $eachStep (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $row (local.get $end))
        (i32.store (local.get $out) (call $sum (i32x4.sub (local.get $plus) (local.get $minus))))
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
    (local $row1 i32) (local $row2 i32) (local $row3 i32) (local $x v128) (local $plus v128) (local $minus v128)
    (local $plus0 v128) (local $plus1 v128) (local $plus2 v128) (local $plus3 v128)
    (local $minus0 v128) (local $minus1 v128) (local $minus2 v128) (local $minus3 v128)
    (local.set $lastDimension (i32.add (local.get $dimensions) (i32.shl (local.get $blocks) (i32.const 2))))
    (local.set $row1 (i32.add (local.get $row) (local.get $apart)))
    (local.set $row2 (i32.add (local.get $row1) (local.get $apart)))
    (local.set $row3 (i32.add (local.get $row2) (local.get $apart)))
    (loop $eachRow
      (local.set $q (local.get $query))
      (local.set $dimension (local.get $dimensions))
      (loop $eachBlock
        (local.set $end (i32.add (local.get $row) (i32.load (local.get $dimension))))
        (local.set $plus0 (v128.const i64x2 0 0)) (local.set $minus0 (v128.const i64x2 0 0))
        (local.set $plus1 (v128.const i64x2 0 0)) (local.set $minus1 (v128.const i64x2 0 0))
        (local.set $plus2 (v128.const i64x2 0 0)) (local.set $minus2 (v128.const i64x2 0 0))
        (local.set $plus3 (v128.const i64x2 0 0)) (local.set $minus3 (v128.const i64x2 0 0))
        (loop $eachStep
          (local.set $plus (v128.load (local.get $q)))
          (local.set $minus (v128.load offset=16 (local.get $q)))
          (local.set $x (v128.load (local.get $row)))
          (local.set $plus0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $plus) (local.get $plus0)))
          (local.set $minus0 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $minus) (local.get $minus0)))
          (local.set $x (v128.load (local.get $row1)))
          (local.set $plus1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $plus) (local.get $plus1)))
          (local.set $minus1 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $minus) (local.get $minus1)))
          (local.set $x (v128.load (local.get $row2)))
          (local.set $plus2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $plus) (local.get $plus2)))
          (local.set $minus2 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $minus) (local.get $minus2)))
          (local.set $x (v128.load (local.get $row3)))
          (local.set $plus3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $plus) (local.get $plus3)))
          (local.set $minus3 (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $x) (local.get $minus) (local.get $minus3)))
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
        (i32.store (local.get $out) (call $sum (i32x4.sub (local.get $plus0) (local.get $minus0))))
        (i32.store (local.tee $store (i32.add (local.get $out) (local.get $outApart)))
          (call $sum (i32x4.sub (local.get $plus1) (local.get $minus1))))
        (i32.store (local.tee $store (i32.add (local.get $store) (local.get $outApart)))
          (call $sum (i32x4.sub (local.get $plus2) (local.get $minus2))))
        (i32.store (i32.add (local.get $store) (local.get $outApart))
          (call $sum (i32x4.sub (local.get $plus3) (local.get $minus3))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $dimension (i32.add (local.get $dimension) (i32.const 4)))
        (br_if $eachBlock (i32.lt_u (local.get $dimension) (local.get $lastDimension))))
      (br_if $eachRow (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  (func $sum (param $v v128) (result i32)
    (local.set $v (i32x4.add (local.get $v)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $v) (local.get $v))))
    (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))))
