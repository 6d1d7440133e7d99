<?php
/**
 * What the merchant decided about the plugin as a whole.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Holds the settings, and has their page saved. What a page shows of them is `Settings_Page`; what is allowed, `Settings_Rules`. */
final class Settings implements Module {

	/** Loaded with every request, so it stays small. */
	public const OPTION = 'inkling_settings';

	/** Server and keys of the connected mode: read by cron only. */
	public const CONNECTION = 'inkling_connection';

	/** Who may see and change anything of ours. */
	public const CAPABILITY = 'manage_options';

	/** Of sites with WooCommerce; shown nowhere else. */
	public const SHOP_DEFAULTS = array(
		'orders_basis'           => false,
		'coupons_per_day'        => 50,
		'coupons_per_month'      => 500,
		'reminders'              => false,
		'reminder_after_minutes' => 60,
		'reminder_days'          => 7,
	);

	public const DEFAULTS = array(
		'enabled'         => true,
		'policy'          => 'auto',
		'without_cmp'     => 'policy',
		'retention_days'  => 400,
		'speed_module'    => false,
		'per_session'     => 1,
		'per_day'         => 2,
		'holdout'         => 0,
		'trusted_proxies' => array(),
		'count_me'        => false,
		'keep_data'       => false,
	) + self::SHOP_DEFAULTS;

	public static function hook(): void {
		add_action( 'init', array( self::class, 'load_texts' ) );
		if ( is_admin() ) {
			Admin_Menu::hook();
		}
	}

	/** Translations that came with the plugin; those of WordPress's own language packs go before them. */
	public static function load_texts(): void {
		load_plugin_textdomain( 'inkling', false, dirname( plugin_basename( PLUGIN_FILE ) ) . '/languages' );
	}

	/** The defaults are written down, so that reading them asks the database nothing. */
	public static function install(): void {
		add_option( self::OPTION, self::DEFAULTS, '', true );
		add_option(
			self::CONNECTION,
			array(
				'server'     => '',
				'write_key'  => '',
				'secret_key' => '',
			),
			'',
			false
		);
	}

	public static function pause(): void {}

	public static function uninstall(): void {
		delete_option( self::OPTION );
		delete_option( self::CONNECTION );
	}

	/**
	 * All settings, with the default for whatever was never saved.
	 *
	 * @return array
	 */
	public static function get(): array {
		$saved = get_option( self::OPTION );
		return array_merge( self::DEFAULTS, is_array( $saved ) ? array_intersect_key( $saved, self::DEFAULTS ) : array() );
	}

	/** Whether a deleted plugin leaves its data for the day when it comes back. */
	public static function keeps_data(): bool {
		return (bool) self::get()['keep_data'];
	}

	/** The policy in force: where a consent plugin is waited for and none is there, nothing is recorded before a choice. */
	public static function policy(): string {
		$settings = self::get();
		return 'wait' === $settings['without_cmp'] && ! Consent::has_source() ? 'consented-only' : $settings['policy'];
	}

	/**
	 * Server and keys of the connected mode; empty texts where the site keeps to itself.
	 *
	 * @return array
	 */
	public static function connection(): array {
		$saved = get_option( self::CONNECTION );
		$empty = array(
			'server'     => '',
			'write_key'  => '',
			'secret_key' => '',
		);
		return array_merge( $empty, is_array( $saved ) ? array_intersect_key( $saved, $empty ) : array() );
	}

	/**
	 * Keeps what `Settings_Rules` let through, and tells everybody whom it concerns.
	 *
	 * @param array $settings   Of the keys of DEFAULTS.
	 * @param array $connection Of the keys of `connection()`.
	 */
	public static function save( array $settings, array $connection ): void {
		update_option( self::OPTION, array_intersect_key( $settings, self::DEFAULTS ), true );
		update_option( self::CONNECTION, $connection, false );
		Rules::publish();

		/** Fires after the settings were saved and published. */
		do_action( 'inkling_settings_saved' );
	}
}
