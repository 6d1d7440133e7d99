/** The card of what is served: how good it is, and by which plots that is seen. */
import type { ReactNode } from 'react';
import type { CardAnswer, Measures } from '../../api/answers/models.ts';
import { Bars } from '../../ui/bars.tsx';
import { Plot } from '../../ui/plot.tsx';
import { Card, Inline, Stack, Table, Text } from '../../ui/ui.ts';
import {
  plotCalibration,
  plotRoc,
  viewCard,
  viewCompared,
  viewImportance,
  viewLift,
} from '../../view-models/card.ts';
import { CARD } from '../../words/card.ts';
import { FEATURE_WORDS } from '../../words/features.ts';
import { INTENT } from '../../words/intent.ts';
import { useFormat, useWords } from '../console.ts';
import type { ModelProps } from './standing.tsx';

export function CardOfModel({ model: { card, label } }: ModelProps) {
  const words = useWords(CARD);
  const format = useFormat();
  if (card === null) {
    return (
      <Card title={words.title}>
        <Text look="quiet">{words.none}</Text>
      </Card>
    );
  }
  const { quality, auc, aucText, facts, figures } = viewCard(card, words, format);
  return (
    <Card title={words.title}>
      {quality !== null && <Text look="strong">{quality}</Text>}
      {auc !== null && (
        <Stack>
          <Text look="figure">{auc}</Text>
          <Text look="quiet">{words.auc}</Text>
        </Stack>
      )}
      {aucText !== null && <Text>{aucText}</Text>}
      <Text look="quiet">{facts.join(' ')}</Text>
      <Stack gap="wide">
        {card.measures !== null && <Judged measures={card.measures} label={label} />}
        <Importance card={card} label={label} />
        <Compared card={card} />
      </Stack>
      {figures.length > 0 && (
        <Text look="quiet">{figures.map((figure) => `${figure.label}: ${figure.value}`).join(' · ')}</Text>
      )}
    </Card>
  );
}

type Part = { readonly title: string; readonly text: string; readonly children: ReactNode };

function Part({ title, text, children }: Part) {
  return (
    <Stack>
      <Text as="h3" look="strong">
        {title}
      </Text>
      <Text look="quiet">{text}</Text>
      {children}
    </Stack>
  );
}

function Judged({ measures, label }: { readonly measures: Measures; readonly label: string }) {
  const words = useWords(CARD);
  const { save, asTable } = useWords(INTENT);
  const format = useFormat();
  const { series, most } = plotCalibration(measures, words);
  const roc = plotRoc(measures, words);
  const lift = viewLift(measures, words, format);
  const shares = { writeX: format.share, writeY: format.share, words: { save, asTable }, isSquare: true };
  return (
    <>
      <Inline isEven>
        <Part
          title={words.calibration.title}
          text={`${words.calibration.text} ${words.calibration.error(format.decimal(measures.ece * 100, 1))}`}
        >
          <Plot
            {...shares}
            series={series}
            x={[0, most]}
            y={[0, most]}
            summary={words.calibration.title}
            name={`calibration-${label}`}
            xLabel={words.calibration.said}
          />
        </Part>
        <Part title={words.roc.title} text={words.roc.text}>
          {roc === null ? (
            <Text look="quiet">{words.roc.absent}</Text>
          ) : (
            <Plot
              {...shares}
              series={roc}
              x={[0, 1]}
              y={[0, 1]}
              summary={words.roc.title}
              name={`roc-${label}`}
              xLabel={words.roc.wrong}
            />
          )}
        </Part>
      </Inline>
      <Part title={words.lift.title} text={lift.text}>
        <Bars
          summary={words.lift.title}
          columns={words.lift.columns}
          bars={lift.bars}
          file={{
            name: `lift-${label}`,
            save,
            columns: words.lift.columns,
            rows: measures.lift.map((tenth, place) => [place + 1, tenth.lift]),
          }}
        />
      </Part>
    </>
  );
}

type OfCard = { readonly card: CardAnswer };

function Importance({ card, label }: OfCard & { readonly label: string }) {
  const { importance } = useWords(CARD);
  const { save } = useWords(INTENT);
  const features = useWords(FEATURE_WORDS);
  return (
    <Part title={importance.title} text={importance.text}>
      <Bars
        summary={importance.title}
        columns={importance.columns}
        bars={viewImportance(card, features, useFormat())}
        file={{
          name: `shap-${label}`,
          save,
          columns: importance.columns,
          rows: card.importance.map(({ feature, meanAbsoluteShap }) => [feature, meanAbsoluteShap]),
        }}
      />
    </Part>
  );
}

function Compared({ card }: OfCard) {
  const words = useWords(CARD);
  const [what = '', loss = '', auc = ''] = words.compared.columns;
  return (
    <Part title={words.compared.title} text={words.compared.text}>
      <Table
        label={words.compared.title}
        columns={[{ title: what }, { title: loss, isNumber: true }, { title: auc, isNumber: true }]}
        rows={viewCompared(card, words, useFormat()).map((row) => ({
          key: row.key,
          cells: [row.name, row.loss, row.auc],
        }))}
      />
    </Part>
  );
}
