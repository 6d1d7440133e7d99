/** How operations read their requests. */
import type * as z from 'zod';
import { type Outcome, refuse } from '../../../core/errors.ts';

/** Who acts, in the audit log. */
export const BY = 'command line';

export function reading<Request, Answer>(
  schema: z.ZodType<Request>,
  answer: (request: Request) => Promise<Outcome<Answer>>,
): (request: unknown) => Promise<Outcome<Answer>> {
  return async (request) => {
    const parsed = schema.safeParse(request);
    if (parsed.success) return answer(parsed.data);
    const issue = parsed.error.issues[0];
    return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'check the request');
  };
}
