<?php
/**
 * What people may ask for, and how long anything is kept.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * Joins WordPress's own tools for personal data. Other parts of the plugin say what they hold of a person by two filters, so
 * that nobody has to know all tables.
 */
final class Privacy implements Module {

	public const DAILY = 'inkling_daily';

	private const KEY = 'inkling';

	public static function hook(): void {
		add_filter( 'wp_privacy_personal_data_exporters', array( self::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( self::class, 'add_eraser' ) );
		add_action( 'admin_init', array( self::class, 'suggest_policy' ) );
		add_action( self::DAILY, array( self::class, 'retain' ) );
	}

	/** Plans the daily work. */
	public static function install(): void {
		if ( ! wp_next_scheduled( self::DAILY ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'daily', self::DAILY );
		}
	}

	public static function pause(): void {
		wp_clear_scheduled_hook( self::DAILY );
	}

	public static function uninstall(): void {
		wp_clear_scheduled_hook( self::DAILY );
	}

	/** Has every part remove what is older than the merchant wants. */
	public static function retain(): void {
		/**
		 * Fires daily: whatever is older goes.
		 *
		 * @param int $days How many are kept.
		 */
		do_action( 'inkling_retention', Settings::get()['retention_days'] );
	}

	/**
	 * Adds our exporter.
	 *
	 * @param array $exporters Those that are there.
	 * @return array
	 */
	public static function add_exporter( array $exporters ): array {
		$exporters[ self::KEY ] = array(
			'exporter_friendly_name' => __( 'Inkling', 'inkling' ),
			'callback'               => array( self::class, 'export' ),
		);
		return $exporters;
	}

	/**
	 * Adds our eraser.
	 *
	 * @param array $erasers Those that are there.
	 * @return array
	 */
	public static function add_eraser( array $erasers ): array {
		$erasers[ self::KEY ] = array(
			'eraser_friendly_name' => __( 'Inkling', 'inkling' ),
			'callback'             => array( self::class, 'erase' ),
		);
		return $erasers;
	}

	/**
	 * What is held of somebody, a page at a time.
	 *
	 * @param string $email Their address.
	 * @param int    $page  From 1.
	 * @return array{data: array, done: bool}
	 */
	public static function export( string $email, int $page = 1 ): array {
		$names = self::names( $email );

		/**
		 * Filters what is held of a person: each part adds its own. An empty list on a page ends the export.
		 *
		 * @param array  $items   Each `group_id`, `group_label`, `item_id`, `data`.
		 * @param string $visitor What stands for them in tables, 32 hex digits.
		 * @param string $inner   The hash of their address by the site's id, 64 hex digits.
		 * @param string $email   Their address.
		 * @param int    $page    From 1.
		 */
		$items = (array) apply_filters( 'inkling_export_visitor', array(), $names['visitor'], $names['inner'], $email, $page );
		return array(
			'data' => $items,
			'done' => ! $items || $page > 100,
		);
	}

	/**
	 * Removes what is held of somebody.
	 *
	 * @param string $email Their address.
	 * @param int    $page  From 1.
	 * @return array{items_removed: bool, items_retained: bool, messages: string[], done: bool}
	 */
	public static function erase( string $email, int $page = 1 ): array {
		$names = self::names( $email );
		$none  = array(
			'removed'  => 0,
			'retained' => 0,
			'messages' => array(),
		);

		/**
		 * Filters the erasure of a person: each part removes its own, and says how much.
		 *
		 * @param array  $done    `removed`, `retained`, `messages`; `more` where there is more to do.
		 * @param string $visitor What stands for them in tables, 32 hex digits.
		 * @param string $inner   The hash of their address by the site's id, 64 hex digits.
		 * @param string $email   Their address.
		 * @param int    $page    From 1.
		 */
		$done = array_merge( $none, (array) apply_filters( 'inkling_erase_visitor', $none, $names['visitor'], $names['inner'], $email, $page ) );
		return array(
			'items_removed'  => $done['removed'] > 0,
			'items_retained' => $done['retained'] > 0,
			'messages'       => self::say( $done ),
			'done'           => empty( $done['more'] ) || $page > 100,
		);
	}

	/**
	 * What stands for somebody.
	 *
	 * @param string $email Their address.
	 * @return array{visitor: string, inner: string}
	 */
	private static function names( string $email ): array {
		return array(
			'visitor' => Woo_Hash::customer( $email ),
			'inner'   => Woo_Hash::inner( $email ),
		);
	}

	/**
	 * What an administrator reads of an erasure.
	 *
	 * @param array $done How much was removed.
	 * @return string[]
	 */
	private static function say( array $done ): array {
		$messages = array_map( 'strval', (array) $done['messages'] );
		if ( $done['removed'] > 0 ) {
			/* translators: %s: number of records. */
			array_unshift( $messages, sprintf( _n( 'Inkling removed %s record.', 'Inkling removed %s records.', $done['removed'], 'inkling' ), number_format_i18n( $done['removed'] ) ) );
		}
		return $messages;
	}

	/** Suggests what a site's privacy policy may say, in WordPress's guide for it. */
	public static function suggest_policy(): void {
		if ( function_exists( 'wp_add_privacy_policy_content' ) ) {
			wp_add_privacy_policy_content( __( 'Inkling', 'inkling' ), wp_kses_post( Policy_Text::html() ) );
		}
	}
}
