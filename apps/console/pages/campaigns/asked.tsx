/** Draws what is asked, each by the field of its kind. */
import { Inline, Stack } from '../../ui/ui.ts';
import { type Path, readAt } from '../../view-models/campaigns-document.ts';
import { isAsked, isShort } from '../../view-models/campaigns-places.ts';
import type { FieldSpec } from '../../view-models/campaigns-spec.ts';
import { type Asked, useForm } from './form.ts';

/** All of an object, in the order of the table. */
export function FieldsOf({ specs, path }: { readonly specs: readonly FieldSpec[]; readonly path: Path }) {
  const { draft } = useForm();
  const around = readAt(draft, path);
  const fields = specs
    .filter((spec) => isAsked(spec, around))
    .map((spec) => <FormField key={spec.name} spec={spec} path={[...path, spec.name]} />);
  return path.length > 0 && isShort(specs) ? (
    <Inline isEven>{fields}</Inline>
  ) : (
    <Stack gap="wide">{fields}</Stack>
  );
}

export function FormField(asked: Asked) {
  const { fields } = useForm();
  const Own = fields[asked.spec.kind];
  return <Own {...asked} />;
}
