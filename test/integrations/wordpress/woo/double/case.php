<?php
/** A shop for each test: an empty one, in a database that takes everything back at its end. */

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/strict.php';
require_once __DIR__ . '/order.php';
require_once __DIR__ . '/shop.php';
require_once __DIR__ . '/recorder.php';
require_once __DIR__ . '/trace.php';

abstract class Inkling_Woo_Case extends TestCase {

	protected const VISITOR = array(
		'v'   => 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
		'm'   => 'anonymous',
		'day' => '2026-11-27',
	);

	private static $is_started = false;

	public static function setUpBeforeClass(): void {
		if ( self::$is_started ) {
			return;
		}
		self::$is_started = true;
		Inkling\Woo_Link::ask( Inkling_Recorder_Double::class, Inkling_Consent_Double::class );
		Inkling\Woo::start();
	}

	protected function setUp(): void {
		global $wpdb;
		$wpdb->query( 'START TRANSACTION' );
		Inkling\Storage::write_guarded(
			'settings.php',
			array(
				'site'   => 'st_5f0c1d2e3a4b5c6d',
				'id_key' => base64_encode( str_repeat( 'k', 32 ) ),
			)
		);
		add_filter( 'query', array( self::class, 'nest' ) );
		WC_Order::$saved                  = array();
		WC()->session                     = new WC_Session_Handler();
		WC()->cart                        = new WC_Cart();
		WC()->products                    = array( 7 => '19.95' );
		Inkling_Recorder_Double::$visitor = self::VISITOR;
		Inkling_Recorder_Double::$state   = array();
		Inkling_Recorder_Double::$events  = array();
		Inkling_Recorder_Double::$orders  = array();
		Inkling_Consent_Double::$allowed  = array();
		Inkling\Woo_Checkout::forget();
		$_SERVER['REQUEST_METHOD'] = 'POST';
		unset( $_SERVER['HTTP_SEC_GPC'], $_SERVER['HTTP_SEC_FETCH_SITE'], $_SERVER['HTTP_REFERER'], $_GET['wc-ajax'] );
		update_option( 'woocommerce_currency', 'EUR' );
		$this->settings( array() );
	}

	protected function tearDown(): void {
		global $wpdb;
		remove_filter( 'query', array( self::class, 'nest' ) );
		$wpdb->query( 'ROLLBACK' );
		wp_cache_flush();
		foreach ( glob( Inkling\Storage::folder() . 'orders*' ) as $path ) {
			unlink( $path );
		}
		$this->assertSame( '', $wpdb->last_error );
	}

	/** A transaction within that of the test. */
	public static function nest( string $query ): string {
		$nested = array(
			'START TRANSACTION' => 'SAVEPOINT inkling',
			'COMMIT'            => 'RELEASE SAVEPOINT inkling',
			'ROLLBACK'          => 'ROLLBACK TO SAVEPOINT inkling',
		);
		return $nested[ $query ] ?? $query;
	}

	/** The minute's run of cron, which nobody's browser asks for. */
	protected function cron(): void {
		Inkling_Trace::cron();
	}

	/** An order of this request's visitor, paid at once. */
	protected function buy( string $address = 'anna@example.com' ): WC_Order {
		$order = ( new WC_Order() )->inkling_fill(
			array(
				'total'         => '49.90',
				'billing_email' => $address,
			)
		);
		do_action( 'woocommerce_checkout_create_order', $order, array() );
		$order->save();
		$this->become( $order, 'processing' );
		return $order;
	}

	protected function become( WC_Order $order, string $status ): void {
		$from = $order->get_status();
		$order->inkling_fill( array( 'status' => $status ) )->save();
		do_action( 'woocommerce_order_status_changed', $order->get_id(), $from, $status, $order );
	}

	protected function settings( array $settings ): void {
		update_option( 'inkling_settings', $settings );
	}

	protected function rows( string $name ): array {
		global $wpdb;
		return $wpdb->get_results( 'SELECT * FROM ' . Inkling\Woo_Tables::name( $name ), ARRAY_A );
	}
}
