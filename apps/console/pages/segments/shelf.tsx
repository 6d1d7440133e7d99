/** Templates to start from. */
import {
  AVAILABLE_NEEDS,
  FAMILIES,
  TEMPLATES,
  type Template,
} from '../../../../core/segments/templates/index.ts';
import { Badge, ButtonLink, Card, Inline, Page, Rows, Stack, Text } from '../../ui/ui.ts';
import { SEGMENT_FORM } from '../../words/segment-form.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { TEMPLATE_WORDS } from '../../words/templates.ts';
import { useConsole, useWords } from '../console.ts';
import { NEW } from './places.ts';

export default function Shelf() {
  const { hrefOf } = useConsole();
  const { shelf, back } = useWords(SEGMENTS);
  return (
    <Page title={shelf.title} intro={shelf.intro}>
      <Inline>
        <ButtonLink href={hrefOf('segments', NEW)}>{shelf.blank}</ButtonLink>
        <ButtonLink href={hrefOf('segments')}>{back}</ButtonLink>
      </Inline>
      {FAMILIES.map((family) => (
        <Card key={family} title={shelf.families[family]}>
          <Rows
            rows={TEMPLATES[family].map((template) => ({
              key: template.key,
              content: <Said template={template} />,
              end: <Open template={template} />,
            }))}
          />
        </Card>
      ))}
    </Page>
  );
}

type TemplateProps = { readonly template: Template };

function Said({ template: { key, kpi } }: TemplateProps) {
  const { [key]: words } = useWords(TEMPLATE_WORDS);
  const { purposes } = useWords(SEGMENT_FORM);
  return (
    <Stack>
      <Inline>
        <Text as="h3">{words?.name ?? key}</Text>
        <Badge tone="plain">{purposes[kpi]}</Badge>
      </Inline>
      <Text>{words?.want ?? ''}</Text>
      <Text look="quiet">{words?.action ?? ''}</Text>
    </Stack>
  );
}

function Open({ template: { key, needs = [] } }: TemplateProps) {
  const { hrefOf } = useConsole();
  const { shelf } = useWords(SEGMENTS);
  const { [key]: words } = useWords(TEMPLATE_WORDS);
  if (needs.some((need) => !AVAILABLE_NEEDS.has(need))) return <Text look="quiet">{shelf.lacks}</Text>;
  return (
    <ButtonLink href={hrefOf('segments', NEW, key)} label={shelf.openOf(words?.name ?? key)}>
      {shelf.open}
    </ButtonLink>
  );
}
