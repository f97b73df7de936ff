;; Block dot products of int8 rows with one int8 query, 16 products a step.
;; Exact: |a·b| ≤ 127² per product and a block has at most 133,144 values, so an int32 never overflows.
(module
  (memory (import "env" "memory") 1)

  ;; One block: ⟨a, b⟩ over `length` int8 values.
  (func $dot (param $a i32) (param $b i32) (param $length i32) (result i32)
    (local $sum v128) (local $x v128) (local $y v128) (local $end i32) (local $tail i32)
    (local.set $end (i32.add (local.get $a) (i32.and (local.get $length) (i32.const -16))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $a) (local.get $end)))
        (local.set $x (v128.load align=1 (local.get $a)))
        (local.set $y (v128.load align=1 (local.get $b)))
        (local.set $sum
          (i32x4.add (local.get $sum)
            (i32x4.add
              (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_s (local.get $x)) (i16x8.extend_low_i8x16_s (local.get $y)))
              (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_s (local.get $x)) (i16x8.extend_high_i8x16_s (local.get $y))))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (br $next)))
    (local.set $end (i32.add (local.get $a) (i32.and (local.get $length) (i32.const 15))))
    (block $tailed
      (loop $one
        (br_if $tailed (i32.ge_u (local.get $a) (local.get $end)))
        (local.set $tail
          (i32.add (local.get $tail) (i32.mul (i32.load8_s (local.get $a)) (i32.load8_s (local.get $b)))))
        (local.set $a (i32.add (local.get $a) (i32.const 1)))
        (local.set $b (i32.add (local.get $b) (i32.const 1)))
        (br $one)))
    (i32.add (local.get $tail)
      (i32.add
        (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
        (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum))))))

  ;; rows: int8 [count, Σ dimensions] · query: int8 [Σ dimensions] · dimensions: int32 [blocks] · out: int32 [count, blocks]
  (func (export "dotRows")
    (param $rows i32) (param $query i32) (param $dimensions i32) (param $blocks i32) (param $count i32) (param $out i32)
    (local $q i32) (local $block i32) (local $length i32)
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $q (local.get $query))
        (local.set $block (i32.const 0))
        (block $blocks_done
          (loop $each
            (br_if $blocks_done (i32.ge_u (local.get $block) (local.get $blocks)))
            (local.set $length
              (i32.load (i32.add (local.get $dimensions) (i32.shl (local.get $block) (i32.const 2)))))
            (i32.store (local.get $out) (call $dot (local.get $rows) (local.get $q) (local.get $length)))
            (local.set $rows (i32.add (local.get $rows) (local.get $length)))
            (local.set $q (i32.add (local.get $q) (local.get $length)))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))
            (local.set $block (i32.add (local.get $block) (i32.const 1)))
            (br $each)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $row)))))
