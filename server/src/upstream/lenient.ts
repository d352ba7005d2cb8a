/**
 * What a field of a cloud's answer is read as. Nothing is marked required in the vendor's descriptions and the vendor's
 * own examples break their types, so a field of the wrong type counts as absent.
 */
import { z } from 'zod'

/** A text that some answers give as a number or a flag. */
export const text = z
  .union([z.string(), z.number().transform(String), z.boolean().transform(String)])
  .optional()
  .catch(undefined)

/** An opaque id: 32 hex digits, a UUID or a prefixed UUID in the vendor's examples; some answers give it as a number. */
export const id = z.union([z.string().min(1), z.number().transform(String)])

export const optionalId = id.optional().catch(undefined)

/** A whole number of things, also when given as text. */
export const count = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(z.int().nonnegative())
  .optional()
  .catch(undefined)

/** Milliseconds since 1970 as a number or a text, or an ISO 8601 text. */
export const instant = z.union([z.number(), z.string()]).optional().catch(undefined)

export const flag = z
  .union([
    z.boolean(),
    z
      .string()
      .toLowerCase()
      .pipe(z.enum(['true', 'false']))
      .transform((word) => word === 'true'),
  ])
  .optional()
  .catch(undefined)

/** Rows of a list. A row that cannot be read is `null`, so that it is missed and not silently lost. */
export const rows = <T extends z.ZodType>(row: T) => z.array(row.nullable().catch(null)).nullish()
