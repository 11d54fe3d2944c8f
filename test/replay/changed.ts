/** The same workflow with a change that running enrollments would stumble over: it asks for everything first, whoever began it. */
import { enrollmentBy } from '../../workflows/enrollment.ts';
import type { EnrollmentInput, EnrollmentResult } from '../../workflows/ports.ts';
import { perform } from '../../workflows/proxies.ts';
import { ruleBook } from '../../workflows/rules.ts';

const present = enrollmentBy(ruleBook);
export async function enrollment(input: EnrollmentInput): Promise<EnrollmentResult> {
  await perform({ enrollment: input.enrollment, items: [], virtualNow: 0 });
  return present(input);
}
