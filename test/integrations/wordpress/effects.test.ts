import { expect, it } from 'vitest';
import { newcombeInterval, wilsonInterval } from '../../../core/measurement/proportions.ts';
import cases from '../../cases/proportions.json' with { type: 'json' };
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { runPhp } from '../../support/wordpress/php.ts';

const FOLDER = `${import.meta.dirname}/../../../integrations/wordpress/plugin/includes/admin`;

/** Without WordPress: they count and compare. */
const CLASSES = `
  define( 'ABSPATH', '/' );
  require $argv[1] . '/class-proportions.php';
  require $argv[1] . '/class-message-effects.php';
`;

it('intervals of shares are those of the shared cases', () => {
  for (const { treatment, control, wilson, newcombe } of cases) {
    expect(wilsonInterval(treatment)).toEqual(wilson);
    expect(newcombeInterval(treatment, control)).toEqual(newcombe);
  }
  // Newcombe 1998, tables for methods 3 and 10.
  expect(cases[0]?.newcombe.low).toBeCloseTo(0.0524, 4);
  expect(cases[0]?.newcombe.high).toBeCloseTo(0.3339, 4);
});

await describeWordPress('effects of messages', () => {
  it('have the same intervals in PHP', async () => {
    const output = await runPhp({
      code: `${CLASSES}
        echo json_encode( array_map( static function ( $one ) {
          $a = $one['treatment'];
          $b = $one['control'];
          return array(
            Inkling\\Proportions::wilson( $a['did'], $a['of'] ),
            Inkling\\Proportions::newcombe( $a['did'], $a['of'], $b['did'], $b['of'] ),
          );
        }, json_decode( stream_get_contents( STDIN ), true ) ) );`,
      args: [FOLDER],
      input: JSON.stringify(cases),
    });
    const computed = JSON.parse(output) as [{ low: number; high: number }, { low: number; high: number }][];
    expect(computed).toHaveLength(cases.length);
    cases.forEach(({ wilson, newcombe }, i) => {
      const [own, apart] = computed[i] ?? [];
      for (const end of ['low', 'high'] as const) {
        expect(own?.[end]).toBeCloseTo(wilson[end], 12);
        expect(apart?.[end]).toBeCloseTo(newcombe[end], 12);
      }
    });
  });

  it.each([
    ['alone', [500, 50], null],
    ['early', [500, 50], [99, 9]],
    ['early', [500, 5], [500, 4]],
    ['more', [1000, 150], [1000, 100]],
    ['less', [1000, 100], [1000, 150]],
    ['open', [1000, 105], [1000, 100]],
    // More conversions than visitors: a goal that is reached twice counts once at most.
    ['more', [100, 130], [100, 20]],
  ] as const)('are said to be %s for %j beside %j', async (state, arm, control) => {
    const output = await runPhp({
      code: `${CLASSES}
        list( $a, $b ) = json_decode( stream_get_contents( STDIN ), true );
        $arm = static function ( $given ) { return $given ? array( 'exposures' => $given[0], 'conversions' => $given[1] ) : null; };
        echo json_encode( Inkling\\Message_Effects::judge( $arm( $a ), $arm( $b ) ) );`,
      args: [FOLDER],
      input: JSON.stringify([arm, control]),
    });
    expect(JSON.parse(output)).toMatchObject({ state });
  });
});
