<?php
/**
 * WooCommerce, where it is there.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** What the shop's own server knows: orders, carts, buyers. A site without WooCommerce has three hooks of it and nothing else. */
final class Woo implements Module {

	/** Once a day: fifths of the buyers, codes that ended, and what is older than is kept. */
	public const DAILY = 'inkling_woo_daily';

	/** Names of events that pages may not report: the server does. */
	private const OWN_EVENTS = array( 'Order Completed', 'Order Refunded', 'Order Cancelled', 'Product Added', 'Product Removed' );

	/** WooCommerce is loaded by now, if it is there: its file runs before any plugin is started. */
	public static function hook(): void {
		add_filter( 'inkling_export_visitor', array( Woo_Privacy::class, 'export' ), 10, 2 );
		add_filter( 'inkling_erase_visitor', array( Woo_Privacy::class, 'erase' ), 10, 2 );
		add_action( 'inkling_forget_visitors', array( Woo_Privacy::class, 'forget_all' ) );
		add_action( 'inkling_device_erased', array( Woo_Privacy::class, 'forget_all' ) );
		if ( function_exists( 'WC' ) ) {
			self::start();
		}
	}

	/** Adds what listens to the shop. */
	public static function start(): void {
		add_action( 'before_woocommerce_init', array( self::class, 'declare_compatible' ) );
		add_filter( 'inkling_server_events', array( self::class, 'own_events' ) );
		add_action( self::DAILY, array( self::class, 'work_daily' ) );
		add_action( 'inkling_settings_saved', array( Woo_Customers::class, 'follow_basis' ) );
		add_action( 'inkling_retention', array( Woo_Privacy::class, 'forget_old' ) );
		Woo_Checkout::hook();
		Woo_Orders::hook();
		Woo_Told::hook();
		Woo_Catch_Up::hook();
		Woo_Carts::hook();
		Woo_Cart_Script::hook();
		Woo_Page_Products::hook();
		Woo_Customers::hook();
		Woo_Import::hook();
		Woo_Import_Card::hook();
		Woo_Offers::hook();
		Woo_Coupon_Route::hook();
		Woo_Reminders::hook();
	}

	/** Orders in tables of their own, and checkouts made of blocks: both are listened to, neither is reached past WooCommerce. */
	public static function declare_compatible(): void {
		$features = '\Automattic\WooCommerce\Utilities\FeaturesUtil';
		if ( ! class_exists( $features ) ) {
			return;
		}
		foreach ( array( 'custom_order_tables', 'cart_checkout_blocks' ) as $feature ) {
			$features::declare_compatibility( $feature, PLUGIN_FILE, true );
		}
	}

	/**
	 * Adds the events that only the shop's server may report.
	 *
	 * @param array $names Of other parts.
	 */
	public static function own_events( array $names ): array {
		return array_values( array_unique( array_merge( $names, self::OWN_EVENTS ) ) );
	}

	/** What is done once a day. */
	public static function work_daily(): void {
		Woo_Coupons::remove_ended();
		Woo_Reminders::forget_old();
		Woo_Customers::recompute();
	}

	public static function install(): void {
		Woo_Tables::install();
		add_option( Woo_Customers::OBJECTIONS, 0, '', true );
		if ( ! get_option( Woo_Catch_Up::OPTION ) ) {
			Woo_Catch_Up::begin();
		}
		if ( ! wp_next_scheduled( self::DAILY ) ) {
			$zone  = wp_timezone();
			$first = new \DateTimeImmutable( 'tomorrow 00:05', $zone );
			wp_schedule_event( $first->getTimestamp(), 'daily', self::DAILY );
		}
	}

	public static function pause(): void {
		foreach ( array( self::DAILY, Woo_Customers::CHUNK, Woo_Import::CHUNK, Woo_Reminders::SEND ) as $hook ) {
			wp_unschedule_hook( $hook );
		}
		Woo_Import::stop_actions();
		delete_option( Woo_Catch_Up::OPTION );
	}

	public static function uninstall(): void {
		self::pause();
		Woo_Coupons::remove_all();
		Woo_Removal::order_meta();
		Woo_Removal::actions();
		Woo_Tables::uninstall();
		delete_option( Woo_Customers::OPTION );
		delete_option( Woo_Customers::OBJECTIONS );
		delete_option( Woo_Import::OPTION );
	}
}
