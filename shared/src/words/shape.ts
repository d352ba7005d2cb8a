/**
 * The keys that a translation must have: all of the first language's, plurals in their general form only.
 *
 * Chinese has one plural form (Unicode CLDR, plural rules): `…_one` is left out, `…_other` is demanded.
 */
export type Translation<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translation<T[K]>
}
