export type Who = { patient?: string; name?: string; phone?: string };

/** The patient, as requests name them. */
export function whoOf({ patient, name, phone }: Who): Record<string, string> {
  return {
    ...(patient === undefined ? {} : { externalId: patient }),
    ...(name === undefined ? {} : { name }),
    ...(phone === undefined ? {} : { phone }),
  };
}
