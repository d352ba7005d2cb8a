import { pinyin } from 'pinyin-pro'

const LONGEST = 400

/**
 * The key by which names are sorted, compared bytewise on both databases: NFKC, case-folded, Chinese by its sound.
 *
 * 车险定损 sorts among the c's as a reader expects, and pages by keyset stay stable whatever collation the server has.
 */
export function nameKey(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase()
  const sounded = pinyin(plain, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).join(' ')
  return sounded.toLowerCase().slice(0, LONGEST)
}
