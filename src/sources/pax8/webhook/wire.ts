import { z } from 'zod'

/** What is read of the webhook API's answers; their other fields, a secret among them, are left unread. */
export const createdWire = z.looseObject({ id: z.string().min(1) })

export const webhooksWire = z.looseObject({
  content: z
    .array(z.looseObject({ id: z.string().min(1), displayName: z.string().optional() }))
    .nullish()
    .transform((content) => content ?? []),
})

export const topicDefinitionsWire = z.looseObject({
  content: z
    .array(
      z.looseObject({
        topic: z.string(),
        filters: z
          .array(z.looseObject({ action: z.string() }))
          .nullish()
          .transform((filters) => filters ?? []),
      }),
    )
    .nullish()
    .transform((content) => content ?? []),
})
