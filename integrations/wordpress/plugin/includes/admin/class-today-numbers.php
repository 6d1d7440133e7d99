<?php
/**
 * Numbers of the page "Today".
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** Reads what was counted. Days are those of the site's zone. */
final class Today_Numbers {

	/**
	 * The day so many days ago, as counts are kept by.
	 *
	 * @param int $days_ago 0: today.
	 */
	public static function day( int $days_ago ): string {
		return wp_date( 'Y-m-d', time() - $days_ago * DAY_IN_SECONDS );
	}

	/**
	 * Sums of one kind since a day, the largest first.
	 *
	 * @param string $kind  For example `segment`.
	 * @param string $since Y-m-d.
	 * @return array[] By name: `n`, `visitors`, `amount_minor`.
	 */
	public static function of_kind( string $kind, string $since ): array {
		global $wpdb;
		if ( ! self::has( 'counts' ) ) {
			return array();
		}
		$table = self::table( 'counts' );
		$rows  = $wpdb->get_results(
			$wpdb->prepare( "SELECT name, SUM(n) AS n, SUM(visitors) AS visitors, SUM(amount_minor) AS amount_minor FROM {$table} WHERE kind = %s AND day >= %s GROUP BY name ORDER BY visitors DESC, n DESC LIMIT 500", $kind, $since ),
			ARRAY_A
		);
		return array_column( array_map( array( self::class, 'with_numbers' ), (array) $rows ), null, 'name' );
	}

	/**
	 * Visitors and page views of one day.
	 *
	 * @param string $day Y-m-d.
	 * @return array{pages: int, visitors: int}
	 */
	public static function visits( string $day ): array {
		global $wpdb;
		$row = null;
		if ( self::has( 'counts' ) ) {
			$table = self::table( 'counts' );
			$row   = $wpdb->get_row( $wpdb->prepare( "SELECT n, visitors FROM {$table} WHERE day = %s AND kind = 'event' AND name = 'Page Viewed'", $day ), ARRAY_A );
		}
		return array(
			'pages'    => (int) ( $row['n'] ?? 0 ),
			'visitors' => (int) ( $row['visitors'] ?? 0 ),
		);
	}

	/**
	 * Exposures and conversions of all messages since a day.
	 *
	 * @param string $since Y-m-d.
	 * @return array[]
	 */
	public static function effects( string $since ): array {
		global $wpdb;
		if ( ! self::has( 'effects' ) ) {
			return array();
		}
		$table = self::table( 'effects' );
		return (array) $wpdb->get_results(
			$wpdb->prepare( "SELECT campaign, variant, SUM(exposures) AS exposures, SUM(conversions) AS conversions, SUM(revenue_minor) AS revenue_minor FROM {$table} WHERE day >= %s GROUP BY campaign, variant ORDER BY campaign, variant", $since ),
			ARRAY_A
		);
	}

	/**
	 * Whether the table is there: on a site that was never activated properly it is not.
	 *
	 * @param string $name Of ours.
	 */
	public static function has( string $name ): bool {
		global $wpdb;
		$table = self::table( $name );
		return $table === $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $table ) ) );
	}

	/**
	 * Full name of one of our tables.
	 *
	 * @param string $name Without its prefix.
	 */
	public static function table( string $name ): string {
		global $wpdb;
		return $wpdb->prefix . 'inkling_' . $name;
	}

	/**
	 * Numbers as such: the database gives texts.
	 *
	 * @param array $row Of counts.
	 * @return array
	 */
	private static function with_numbers( array $row ): array {
		return array(
			'name'         => (string) $row['name'],
			'n'            => (int) $row['n'],
			'visitors'     => (int) $row['visitors'],
			'amount_minor' => (int) $row['amount_minor'],
		);
	}
}
