import { describe, expect, it } from 'vitest';
import { lintPhpText } from './lint.ts';

const inFunction = (code: string) => `<?php\nfunction f( $a, $b ) {\n\tglobal $wpdb;\n\t${code}\n}\n`;

/** By rule, what it catches and what it lets pass. */
const SAMPLES: Readonly<
  Record<string, { readonly bad: readonly string[]; readonly good: readonly string[] }>
> = {
  output: {
    bad: [
      'echo $a;',
      'echo "<p>$a</p>";',
      "echo '<p>' . $a . '</p>';",
      "printf( '<p>%s</p>', $a );",
      'print $a;',
      'echo $a ? esc_html( $a ) : $b;',
      'exit( $a );',
      "echo __( 'A text', 'inkling' );",
      "echo sprintf( '%s', get_option( 'x' ) );",
      'echo json_encode( $a );',
      '$html = esc_html( $a ); $html .= $b; echo $html;',
      '$html = $a; echo $html;',
    ],
    good: [
      'echo esc_html( $a );',
      "echo '<p>' . (int) $a . '</p>';",
      "printf( '<p class=\"%s\">%s</p>', esc_attr( $a ), esc_html__( 'A text', 'inkling' ) );",
      "$row_html = array(); $row_html[] = esc_html( $a ); echo implode( '', $row_html );",
      'echo self::row_html( $a );',
      "echo $a ? ' open' : '';",
    ],
  },
  input: {
    bad: [
      "$x = $_GET['a'];",
      "$x = sanitize_key( $_POST['a'] );",
      "$x = wp_unslash( $_POST['a'] );",
      'f( $_COOKIE );',
    ],
    good: [
      "$x = sanitize_key( wp_unslash( $_GET['a'] ) );",
      "$x = isset( $_GET['a'] );",
      "$x = (int) $_GET['a'];",
      "$x = 'POST' === $_SERVER['REQUEST_METHOD'];",
    ],
  },
  sql: {
    bad: [
      '$wpdb->query( "DELETE FROM t WHERE a = $a" );',
      "$wpdb->get_var( 'SELECT a FROM t WHERE b = ' . $a );",
      '$wpdb->get_col( $wpdb->prepare( "SELECT a FROM t WHERE $b = %s", $a ) );',
      '$sql = "SELECT $a"; $wpdb->query( $sql );',
      '$table = $a; $wpdb->query( "DROP TABLE $table" );',
      '$wpdb->query( f( $a ) );',
      "$wpdb->query( 'DELETE FROM t WHERE a IN (' . implode( ',', array_map( 'trim', $a ) ) . ')' );",
    ],
    good: [
      '$wpdb->get_var( $wpdb->prepare( "SELECT n FROM {$wpdb->prefix}inkling_counts WHERE day = %s", $a ) );',
      "$table = Counts::table(); $wpdb->query( 'DROP TABLE ' . $table );",
      "$marks = implode( ',', array_fill( 0, count( $a ), '%d' ) ); $wpdb->query( $wpdb->prepare( \"DELETE FROM t WHERE a IN ($marks)\", $a ) );",
      "$wpdb->query( 'DELETE FROM t WHERE a IN (' . implode( ',', array_map( 'intval', $a ) ) . ')' );",
      "foreach ( array( 'r', 'f' ) as $one ) { $wpdb->query( \"SELECT {$one} FROM t\" ); }",
    ],
  },
  age: {
    bad: [
      'return $a?->b;',
      'return match ( $a ) { 1 => 2, default => 3 };',
      'f( b: $a );',
      'try { f( $a, $b ); } catch ( Exception ) { return; }',
      'return array_is_list( $a );',
      'wp_admin_notice( $a );',
      'return $a ?? throw new Exception();',
      'return f( ... );',
    ],
    good: [
      'try { f( $a, $b ); } catch ( Exception $e ) { return; }',
      'if ( $a ) { throw new Exception(); }',
      'return str_contains( $a, $b );',
    ],
  },
  texts: {
    bad: [
      "$x = __( 'A text', 'other' );",
      "$x = __( 'A text' );",
      "$x = __( $a, 'inkling' );",
      "$x = _n( 'One', 'Many', $a );",
    ],
    good: [
      "$x = __( 'A text', 'inkling' );",
      "$x = _n( 'One', 'Many', $a, 'inkling' );",
      "$x = _x( 'A', 'note', 'inkling' );",
    ],
  },
  routes: {
    bad: [
      "register_rest_route( 'a', '/b', array( 'callback' => 'f' ) );",
      "register_rest_route( 'a', '/b', array( array( 'callback' => 'f' ) ) );",
    ],
    good: ["register_rest_route( 'a', '/b', array( 'callback' => 'f', 'permission_callback' => 'g' ) );"],
  },
  addresses: {
    bad: ["$x = 'http://localhost/a';", "$x = 'https://127.0.0.1:80';"],
    good: ["$x = 'https://example.org/';"],
  },
  length: {
    bad: [`$x = 1;${'\n'.repeat(60)}`],
    good: ['$x = 1;'],
  },
};

describe('the lint over trees of PHP', () => {
  for (const [rule, { bad, good }] of Object.entries(SAMPLES)) {
    it.each(bad)(`${rule}: %s is caught`, (code) => {
      expect(lintPhpText('a.php', inFunction(code))).toContainEqual(
        expect.stringMatching(`^a\\.php:\\d+: .*\\(${rule}\\)$`),
      );
    });
    it.each(good)(`${rule}: %s passes`, (code) => {
      expect(lintPhpText('a.php', inFunction(code))).toEqual([]);
    });
  }

  it('catches types and properties that PHP 7.4 does not know', () => {
    const declared = (text: string) => lintPhpText('a.php', `<?php ${text}`);
    const newer = [
      'function f( int|string $a ) {}',
      'function f( mixed $a ) {}',
      'function f( A $a = new A() ) {}',
      'final class A { public function __construct( private int $a ) {} }',
      'final class A { public readonly int $a; }',
      'enum A { case B; }',
      '#[Pure] function f() {}',
    ];
    for (const text of newer)
      expect([text, declared(text)]).toEqual([text, [expect.stringContaining('(age)')]]);
    expect(
      declared('final class A { private ?int $a = null; public function f( ?A $b ): ?A { return $b; } }'),
    ).toEqual([]);
  });

  it('asks a function whose name ends in _html to return nothing unescaped', () => {
    const rule = (code: string) => lintPhpText('a.php', `<?php function row_html( $a ) { ${code} }`);
    expect(rule('return $a;')).toEqual([expect.stringContaining('(output)')]);
    expect(rule("return '<b>' . esc_html( $a ) . '</b>';")).toEqual([]);
  });

  it('lets the collect path answer with JSON and read what was sent, but forbids what WordPress brings along', () => {
    const collect = (code: string) => lintPhpText('includes/collect/a.php', inFunction(code));
    expect(collect('echo json_encode( $a ); $x = $_SERVER["a"];')).toEqual([]);
    expect(collect('return str_contains( $a, $b );')).toEqual([expect.stringContaining('(age)')]);
  });
});
