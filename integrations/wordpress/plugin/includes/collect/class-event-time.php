<?php
/**
 * Event time from a browser's clock.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * Corrected by the distance of the two clocks in steps of five minutes, so that the time a post takes never reorders events;
 * never ahead of the site. As core/collect/skew.ts.
 */
final class Event_Time {

	private const STEP_MS = 300000;

	/** 2000-01-01 and 2100-01-01: what lies outside is a broken clock, not history. */
	private const EARLIEST_MS = 946684800000;

	private const LATEST_MS = 4102444800000;

	/**
	 * What to add to the client's times; ties go toward 0.
	 *
	 * @param float $sent_at     By the browser's clock, ms.
	 * @param int   $received_at By the site's, ms.
	 */
	public static function offset( float $sent_at, int $received_at ): int {
		$steps   = ( $received_at - $sent_at ) / self::STEP_MS;
		$rounded = ( $steps < 0 ? -1 : 1 ) * ceil( abs( $steps ) - 0.5 );
		return (int) max( -self::LATEST_MS, min( self::LATEST_MS, $rounded * self::STEP_MS ) );
	}

	/**
	 * Corrected time, at most `$received_at`; null when it lies outside the years 2000 to 2099.
	 *
	 * @param float $client_time By the browser's clock, ms.
	 * @param int   $offset      To be added.
	 * @param int   $received_at By the site's clock, ms.
	 */
	public static function of( float $client_time, int $offset, int $received_at ): ?int {
		$t = floor( $client_time + $offset + 0.5 );
		if ( ! ( $t >= self::EARLIEST_MS && $t < self::LATEST_MS ) ) {
			return null;
		}
		return min( (int) $t, $received_at );
	}
}
