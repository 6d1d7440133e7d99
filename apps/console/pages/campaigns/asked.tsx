/** Draws what is asked, each by the field of its kind. */
import { Stack } from '../../ui/ui.ts';
import { type Path, readAt } from '../../view-models/campaigns-document.ts';
import type { FieldSpec } from '../../view-models/campaigns-spec.ts';
import { type Asked, useForm } from './form.ts';

/** All of an object, in the order of the table. */
export function FieldsOf({ specs, path }: { readonly specs: readonly FieldSpec[]; readonly path: Path }) {
  const { draft } = useForm();
  return (
    <Stack gap="wide">
      {specs
        .filter((spec) => spec.isRare !== true || readAt(draft, [...path, spec.name]) !== undefined)
        .map((spec) => (
          <FormField key={spec.name} spec={spec} path={[...path, spec.name]} />
        ))}
    </Stack>
  );
}

export function FormField(asked: Asked) {
  const { fields } = useForm();
  const Own = fields[asked.spec.kind];
  return <Own {...asked} />;
}
