<?php
/**
 * What pages chose to show, and what became of it.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * Rows `d` of a state: eight hex digits of the decision, campaign, variant, and the instants of what happened: chosen, shown,
 * withheld, clicked, closed. Taken under the lock of the visitor's file, so that parallel posts yield exactly the cap.
 */
final class Choices {

	private const DECISION = '/^[0-9a-f]{32}$/D';

	private const KEY = '/^[a-z0-9_-]{1,64}$/D';

	private const MOST_BYTES = 1200;

	/**
	 * Whether a page may show what it chose; the state takes note of it.
	 *
	 * @param array  $st         The state; changed where it is granted.
	 * @param array  $properties `decision`, `campaign`, `variant`.
	 * @param int    $now        Ms.
	 * @param Config $terms      The site's.
	 */
	public static function take( array &$st, array $properties, int $now, Config $terms ): bool {
		if ( ! self::is_choice( $properties ) ) {
			return false;
		}
		$campaign = $properties['campaign'];
		$id       = substr( $properties['decision'], 0, 8 );
		$at       = self::find( $st['d'], $id );
		if ( null !== $at && self::is_settled( $st['d'][ $at ] ) ) {
			return true;
		}
		if ( ! self::has_room( $st, $campaign, $at, $now, $terms ) ) {
			return false;
		}
		if ( null === $at ) {
			$row = array( $id, $campaign, $properties['variant'], array( 'c' => $now ) );
			$d   = self::make_room( array_merge( $st['d'], array( $row ) ), $now, $terms->holds );
			if ( null === $d ) {
				return false;
			}
			$st['d'] = $d;
		} elseif ( $now - $st['d'][ $at ][3]['c'] >= $terms->holds ) {
			$st['d'][ $at ][3]['c'] = $now;
		}
		return true;
	}

	/**
	 * What a page says of a decision, in any order and more than once; of one that the day does not know, nothing.
	 *
	 * @param array $file   `st` and `ids`.
	 * @param array $report As on the wire.
	 * @param int   $now    Ms.
	 * @return array|null The next file; null where there is nothing to say.
	 */
	public static function report( array $file, array $report, int $now ): ?array {
		$at = self::find( $file['st']['d'], substr( $report['decision'], 0, 8 ) );
		if ( null === $at ) {
			return null;
		}
		$marks = $file['st']['d'][ $at ][3];
		$t     = self::time( $report, $marks['c'], $now );
		foreach ( self::marks( $report ) as $mark ) {
			$marks[ $mark ] = $marks[ $mark ] ?? $t;
		}
		$file['st']['d'][ $at ][3] = $marks;
		$file['st']                = Thinning::thin( $file['st'] );
		return $file;
	}

	/**
	 * Where a decision stands.
	 *
	 * @param array  $rows Rows `d`.
	 * @param string $id   Eight hex digits.
	 */
	public static function find( array $rows, string $id ): ?int {
		$at = array_search( $id, array_column( $rows, 0 ), true );
		return false === $at ? null : $at;
	}

	/**
	 * Whether it has the form of a choice.
	 *
	 * @param array $properties Of the item.
	 */
	private static function is_choice( array $properties ): bool {
		foreach ( array(
			'decision' => self::DECISION,
			'campaign' => self::KEY,
			'variant'  => self::KEY,
		) as $name => $pattern ) {
			if ( ! is_string( $properties[ $name ] ?? null ) || 1 !== preg_match( $pattern, $properties[ $name ] ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the campaign's own cap and those of the whole site leave a place.
	 *
	 * @param array    $st       The state.
	 * @param string   $campaign Its key.
	 * @param int|null $own      Where the decision itself stands.
	 * @param int      $now      Ms.
	 * @param Config   $terms    The site's.
	 */
	private static function has_room( array $st, string $campaign, ?int $own, int $now, Config $terms ): bool {
		$cap = $terms->caps[ $campaign ] ?? null;
		if ( null !== $cap && self::count( $st, array( $campaign ), $own, $cap, $now, $terms->holds ) >= $cap['max'] ) {
			return false;
		}
		foreach ( in_array( $campaign, $terms->obeys, true ) ? $terms->site_caps : array() as $cap ) {
			if ( self::count( $st, $terms->counts, $own, $cap, $now, $terms->holds ) >= $cap['max'] ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * How many places of a cap are taken by others.
	 *
	 * @param array    $st        The state.
	 * @param string[] $campaigns Whose decisions it counts.
	 * @param int|null $own       Where the decision itself stands.
	 * @param array    $cap       `max`, `per`.
	 * @param int      $now       Ms.
	 * @param int      $holds     Ms.
	 */
	private static function count( array $st, array $campaigns, ?int $own, array $cap, int $now, int $holds ): int {
		$taken = 0;
		foreach ( $st['d'] as $at => $row ) {
			$is_in_time = 'session' !== $cap['per'] || $row[3]['c'] >= $st['s'];
			$is_held    = self::is_settled( $row ) || $now - $row[3]['c'] < $holds;
			$taken     += $at !== $own && in_array( $row[1], $campaigns, true ) && $is_in_time && $is_held ? 1 : 0;
		}
		return $taken;
	}

	/**
	 * Whoever saw it, or would have, has had it; whether it was closed or clicked besides changes nothing.
	 *
	 * @param array $row Of `d`.
	 */
	private static function is_settled( array $row ): bool {
		return isset( $row[3]['s'] ) || isset( $row[3]['w'] );
	}

	/**
	 * What nobody came to see goes first, the oldest of it first; null: there is no room.
	 *
	 * @param array $rows  Rows `d`.
	 * @param int   $now   Ms.
	 * @param int   $holds Ms.
	 */
	private static function make_room( array $rows, int $now, int $holds ): ?array {
		while ( Thinning::bytes( $rows ) > self::MOST_BYTES ) {
			$gone = null;
			foreach ( $rows as $at => $row ) {
				if ( ! self::is_settled( $row ) && $now - $row[3]['c'] >= $holds ) {
					$gone = $at;
					break;
				}
			}
			if ( null === $gone ) {
				return null;
			}
			array_splice( $rows, $gone, 1 );
		}
		return $rows;
	}

	/**
	 * Whatever was done with it, it was seen first.
	 *
	 * @param array $report As on the wire.
	 * @return string[]
	 */
	private static function marks( array $report ): array {
		$action = $report['action'] ?? null;
		if ( true === ( $report['withheld'] ?? null ) ) {
			return array( 'w' );
		}
		if ( 'clicked' === $action ) {
			return array( 's', 'k' );
		}
		if ( 'dismissed' === $action ) {
			return array( 's', 'x' );
		}
		return true === ( $report['shown'] ?? null ) || null !== $action ? array( 's' ) : array();
	}

	/**
	 * When it happened: not before it was chosen.
	 *
	 * @param array $report As on the wire.
	 * @param int   $chosen Ms.
	 * @param int   $now    Ms.
	 */
	private static function time( array $report, int $chosen, int $now ): int {
		if ( ! isset( $report['at'] ) ) {
			return $now;
		}
		$offset = isset( $report['s'] ) ? Event_Time::offset( $report['s'], $now ) : 0;
		return max( Event_Time::of( $report['at'], $offset, $now ) ?? $now, $chosen );
	}
}
