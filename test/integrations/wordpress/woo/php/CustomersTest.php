<?php
require_once dirname( __DIR__ ) . '/double/case.php';

use Inkling\Woo_Customers;
use Inkling\Woo_Quintiles;

final class CustomersTest extends Inkling_Woo_Case {

	/** The first instant of the day that is worked on. */
	private const AT = 1795737600000;

	private $waiting = array();

	protected function setUp(): void {
		parent::setUp();
		$this->settings( array( 'orders_basis' => true ) );
	}

	public function cases(): array {
		$cases = json_decode( file_get_contents( dirname( __DIR__, 4 ) . '/cases/rfm-quintiles.json' ), true )['cases'];
		return array_combine( array_column( $cases, 'name' ), array_map( static function ( array $case ) {
			return array( $case );
		}, $cases ) );
	}

	/** @dataProvider cases */
	public function test_fifths_end_where_core_says( array $case ): void {
		foreach ( array( 'r' => 'recencyMs', 'f' => 'frequency', 'm' => 'monetaryMinor' ) as $letter => $fact ) {
			$values = array_column( $case['buyers'], $fact );
			sort( $values );
			$edges = Woo_Quintiles::edges( count( $values ), static function ( int $rank ) use ( $values ): int {
				return $values[ $rank ];
			} );
			if ( 'r' === $letter ) {
				$edges = Woo_Quintiles::with_room( $edges, static function ( int $edge ) use ( $values ): ?int {
					foreach ( $values as $value ) {
						if ( $value > $edge ) {
							return $value;
						}
					}
					return null;
				} );
			}
			$this->assertSame( $case['edges'][ $letter ], $edges, $letter );
		}
	}

	/** @dataProvider cases */
	public function test_the_tables_sort_buyers_as_core_does( array $case ): void {
		foreach ( $case['buyers'] as $at => $buyer ) {
			$this->insert_buyer( $this->name( $at ), $buyer );
		}
		$this->insert( $this->name( 0 ), self::AT + 1, 5 );
		$this->recompute();
		$found = array();
		foreach ( $this->rows( 'customers' ) as $row ) {
			$found[ $row['customer'] ] = array( (int) $row['r'], (int) $row['f'], (int) $row['m'] );
		}
		foreach ( $case['fifths'] as $at => $fifths ) {
			$this->assertSame( $fifths, $found[ $this->name( $at ) ], "buyer $at" );
		}
		$this->assertCount( count( $case['buyers'] ), $found );
	}

	public function test_many_buyers_are_sorted_some_at_a_time(): void {
		for ( $at = 0; $at < 540; $at++ ) {
			$this->insert( $this->name( $at ), self::AT - $at * 3600000 - 1, 100 * $at );
		}
		$this->flush();
		Woo_Customers::begin( self::AT );
		$this->assertCount( 500, $this->rows( 'customers' ) );
		$this->assertNotFalse( wp_next_scheduled( Woo_Customers::CHUNK ) );
		$this->recompute();
		$each = array( 1 => 108, 2 => 108, 3 => 108, 4 => 108, 5 => 108 );
		$this->assertSame( array( 'buyers' => 540, 'r' => $each, 'f' => array( 1 => 540, 2 => 0, 3 => 0, 4 => 0, 5 => 0 ), 'm' => $each ), Woo_Customers::sizes() );
	}

	public function test_refunds_cancellations_and_other_currencies_are_left_out(): void {
		$this->insert( $this->name( 1 ), self::AT - 5000, 1000, array( 'refunded_minor' => 400 ) );
		$this->insert( $this->name( 1 ), self::AT - 4000, 7000, array( 'is_other_currency' => 1 ) );
		$this->insert( $this->name( 1 ), self::AT - 3000, 9000, array( 'is_counted' => 0 ) );
		$this->recompute();
		$row = $this->rows( 'customers' )[0];
		$this->assertSame( array( '2', '600', (string) ( self::AT - 5000 ), (string) ( self::AT - 4000 ) ), array( $row['orders'], $row['revenue_minor'], $row['first_at'], $row['last_at'] ) );
	}

	public function test_whoever_has_no_order_left_goes(): void {
		global $wpdb;
		$this->insert( $this->name( 1 ), self::AT - 5000, 1000 );
		$this->recompute();
		$wpdb->query( 'UPDATE ' . Inkling\Woo_Tables::name( 'orders' ) . ' SET is_counted = 0' );
		$this->recompute();
		$this->assertSame( array(), $this->rows( 'customers' ) );
	}

	public function test_buyers_are_named_only_on_the_merchants_word(): void {
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$named = $this->rows( 'orders' )[0]['customer'];
		$inner = hash_hmac( 'sha256', 'anna@example.com', 'st_5f0c1d2e3a4b5c6d' );
		$this->assertSame( substr( hash_hmac( 'sha256', $inner, str_repeat( 'k', 32 ) ), 0, 32 ), $named );
		Woo_Customers::begin( Inkling\Woo_Link::now_ms() );
		$this->settings( array( 'orders_basis' => false ) );
		do_action( 'inkling_settings_saved' );
		$this->assertSame( '', $this->rows( 'orders' )[0]['customer'] );
		$this->assertSame( array(), $this->rows( 'customers' ) );
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$this->assertSame( array( '', '' ), array_column( $this->rows( 'orders' ), 'customer' ) );
	}

	public function test_an_objection_lasts(): void {
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$named = $this->rows( 'orders' )[0]['customer'];
		Woo_Customers::object( $named );
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$this->assertSame( array( '', '' ), array_column( $this->rows( 'orders' ), 'customer' ) );
		$this->recompute();
		Inkling\Woo_Privacy::erase( array(), $named );
		$this->assertSame( array( array( $named, '1', '0' ) ), array_map( static function ( array $row ) {
			return array( $row['customer'], $row['has_objected'], $row['orders'] );
		}, $this->rows( 'customers' ) ) );
	}

	public function test_erasure_and_export_find_a_buyer_by_the_hash(): void {
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$named = $this->rows( 'orders' )[0]['customer'];
		Woo_Customers::begin( Inkling\Woo_Link::now_ms() );
		$items = apply_filters( 'inkling_export_visitor', array(), $named, '', 'anna@example.com', 1 );
		$this->assertContains( array( 'name' => 'Orders', 'value' => '1' ), $items[0]['data'] );
		$done = apply_filters( 'inkling_erase_visitor', array( 'removed' => 0, 'retained' => 0, 'messages' => array() ), $named, '', 'anna@example.com', 1 );
		$this->assertSame( 2, $done['removed'] );
		$this->assertSame( array(), $this->rows( 'customers' ) );
		$this->assertSame( '', $this->rows( 'orders' )[0]['customer'] );
		$again = apply_filters( 'inkling_erase_visitor', array( 'removed' => 0, 'retained' => 0, 'messages' => array() ), $named, '', 'anna@example.com', 1 );
		$this->assertSame( 0, $again['removed'] );
	}

	public function test_an_order_whose_buyer_is_made_unknown_forgets_ours_too(): void {
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		$order                           = ( new Inkling_Trace( 'classic-cod' ) )->play();
		do_action( 'woocommerce_privacy_remove_order_personal_data', $order );
		$row = $this->rows( 'orders' )[0];
		$this->assertSame( array( '', '', '4990' ), array( $row['customer'], $row['visitor'], $row['total_minor'] ) );
		$this->assertSame( '', wc_get_order( $order->get_id() )->get_meta( '_inkling_visitor' ) );
	}

	private function recompute(): void {
		$this->flush();
		Woo_Customers::begin( self::AT );
		for ( $parts = 0; 'done' !== get_option( Woo_Customers::OPTION )['phase']; $parts++ ) {
			$this->assertLessThan( 20, $parts );
			do_action( Woo_Customers::CHUNK );
		}
	}

	/** In no order that has to do with the case's. */
	private function name( int $at ): string {
		return md5( "buyer $at" );
	}

	private function insert_buyer( string $customer, array $buyer ): void {
		for ( $order = 0; $order < $buyer['frequency']; $order++ ) {
			$this->insert( $customer, self::AT - $buyer['recencyMs'] - 1000 * $order, 0 === $order ? $buyer['monetaryMinor'] : 0 );
		}
	}

	private function insert( string $customer, int $at, int $minor, array $more = array() ): void {
		global $wpdb;
		$row = $more + array( 'refunded_minor' => 0, 'is_other_currency' => 0, 'is_counted' => 1 );
		$this->waiting[] = $wpdb->prepare( "(%s, %s, %d, %d, %d, %d, %d, 'EUR', 'completed')", bin2hex( random_bytes( 16 ) ), $customer, $minor, $at, $row['refunded_minor'], $row['is_other_currency'], $row['is_counted'] );
	}

	/** Many rows at once: one by one they would take longer than everything else. */
	private function flush(): void {
		global $wpdb;
		$table = Inkling\Woo_Tables::name( 'orders' );
		if ( $this->waiting ) {
			$wpdb->query( "INSERT INTO {$table} (order_hash, customer, total_minor, at, refunded_minor, is_other_currency, is_counted, currency, status) VALUES " . implode( ',', $this->waiting ) );
		}
		$this->waiting = array();
	}
}
