<?php
require_once __DIR__ . '/ServerCase.php';

use Inkling\Bundle;

final class BundleTest extends ServerCase {

	private const RULES = array( 'v' => 1, 'site' => array( 'zone' => 'UTC' ), 'hears' => array( 'Page Viewed' => array( 'path' ) ), 'segments' => array(), 'model' => null, 'campaigns' => array() );

	private function serve( $rules, array $forget = array(), int $status = 200 ): void {
		$this->server = static function ( string $path ) use ( $rules, $forget, $status ): array {
			return '/bundle' === $path ? array( $status, compact( 'rules', 'forget' ), array( 'etag' => '"1"' ) ) : array( 200, array() );
		};
	}

	protected function setUp(): void {
		parent::setUp();
		$this->connect();
	}

	public function test_rules_of_the_server_take_the_place_of_the_plugins_own(): void {
		$this->assertSame( array( 'own' ), apply_filters( 'inkling_rules_base', array( 'own' ) ) );
		$this->serve( self::RULES );
		Bundle::pull();
		$this->assertSame( self::RULES, apply_filters( 'inkling_rules_base', array( 'own' ) ) );
		Inkling\Relay::disconnect();
		$this->assertSame( array( 'own' ), apply_filters( 'inkling_rules_base', array( 'own' ) ) );
	}

	/** @dataProvider unusable */
	public function test_rules_that_are_none_leave_the_last_ones_in_their_place( $rules ): void {
		$this->serve( self::RULES );
		Bundle::pull();
		$this->serve( $rules );
		Bundle::pull();
		$this->assertSame( self::RULES, Bundle::rules() );
	}

	public static function unusable(): array {
		return array(
			'a later format' => array( array( 'v' => 2 ) + self::RULES ),
			'half of them'   => array( array_diff_key( self::RULES, array( 'campaigns' => 1 ) ) ),
			'a text'         => array( 'rules' ),
			'far too many'   => array( array( 'segments' => array( str_repeat( 'a', 600000 ) ) ) + self::RULES ),
		);
	}

	public function test_the_last_rules_hold_while_the_server_is_away(): void {
		$this->serve( self::RULES );
		Bundle::pull();
		$this->serve( self::RULES, array(), 503 );
		Bundle::pull();
		$this->assertSame( self::RULES, Bundle::rules() );
	}

	public function test_it_says_which_rules_it_has(): void {
		$this->serve( self::RULES );
		Bundle::pull();
		Bundle::pull();
		$this->assertSame( '"1"', $this->asked[1]['args']['headers']['If-None-Match'] );
	}

	public function test_whoever_is_to_be_forgotten_is_forgotten_before_the_server_hears_of_it(): void {
		$heard = array();
		$hear  = static function ( array $visitors ) use ( &$heard ): void {
			$heard[] = $visitors;
		};
		add_action( 'inkling_forget_visitors', $hear );
		$ann = str_repeat( 'a', 32 );
		$this->serve( null, array( array( 'id' => 'er_1', 'visitors' => array( $ann, 'nobody' ) ) ) );
		Bundle::pull();
		$this->assertSame( array( array( $ann ) ), $heard );
		$this->assertSame( array( 'ids' => array( 'er_1' ) ), $this->asked[1]['body'] );
		remove_action( 'inkling_forget_visitors', $hear );
		$fail = static function (): void {
			throw new RuntimeException( 'it broke off' );
		};
		add_action( 'inkling_forget_visitors', $fail );
		$this->asked = array();
		try {
			Bundle::pull();
			$this->fail( 'it was to break off' );
		} catch ( RuntimeException $broken ) {
			$this->assertCount( 1, $this->asked );
		} finally {
			remove_action( 'inkling_forget_visitors', $fail );
		}
	}

	public function test_whom_it_could_not_forget_it_hears_of_again(): void {
		$this->serve( self::RULES, array( array( 'id' => 'er_1', 'visitors' => array( str_repeat( 'a', 32 ) ) ) ) );
		$fail = static function (): void {
			throw new RuntimeException( 'it broke off' );
		};
		add_action( 'inkling_forget_visitors', $fail );
		try {
			Bundle::pull();
			$this->fail( 'it was to break off' );
		} catch ( RuntimeException $broken ) {
			$this->asked = array();
		} finally {
			remove_action( 'inkling_forget_visitors', $fail );
		}
		Bundle::pull();
		$this->assertArrayNotHasKey( 'If-None-Match', $this->asked[0]['args']['headers'] );
		$this->assertSame( '/forgotten', $this->asked[1]['path'] );
	}

	public function test_what_it_could_not_confirm_it_confirms_again(): void {
		$this->serve( self::RULES, array( array( 'id' => 'er_1', 'visitors' => array( str_repeat( 'a', 32 ) ) ) ) );
		$serve        = $this->server;
		$this->server = static function ( string $path, array $body ) use ( $serve ): array {
			return '/forgotten' === $path ? array( 503, array() ) : $serve( $path, $body );
		};
		Bundle::pull();
		$this->asked = array();
		Bundle::pull();
		$this->assertArrayNotHasKey( 'If-None-Match', $this->asked[0]['args']['headers'] );
	}

	public function test_it_forgets_also_where_the_rules_are_of_another_version(): void {
		$this->serve( array( 'v' => 2 ), array( array( 'id' => 'er_1', 'visitors' => array( str_repeat( 'a', 32 ) ) ) ) );
		Bundle::pull();
		$this->assertSame( array( 'ids' => array( 'er_1' ) ), $this->asked[1]['body'] ?? null );
	}
}
