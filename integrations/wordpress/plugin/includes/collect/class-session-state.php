<?php
/**
 * A visitor's own session, as it is answered to the page.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * What core/local/appending.ts says, word for word; test/cases/session-state.json says both the same. A file is
 * `array( 'st' => state, 'ids' => ids that were taken in )`; every function answers the next one and changes nothing else.
 */
final class Session_State {

	/** What a page reports of itself is no event of the visitor's. */
	private const REPORTS = array( 'Treatment Chosen', 'Segment Entered', 'Intent Scored' );

	private const MOST_IDS = 100;

	/** As sessions everywhere. */
	private const MOST_EVENTS = 500;

	private const LONGEST_MS = 43200000;

	/**
	 * Takes a post in.
	 *
	 * @param array|null $file  What is there.
	 * @param string     $unit  Of somebody who is seen for the first time.
	 * @param array      $items Each `i`, `n`, `t` (corrected, ms), `p`.
	 * @param int        $now   When it was received, ms.
	 * @param Config     $terms The site's.
	 * @return array{file: array, go: string[]}
	 */
	public static function append( ?array $file, string $unit, array $items, int $now, Config $terms ): array {
		$st = $file['st'] ?? self::begin( $unit, $now );
		usort(
			$items,
			static function ( array $a, array $b ): int {
				return $a['t'] === $b['t'] ? strcmp( $a['i'], $b['i'] ) : $a['t'] <=> $b['t'];
			}
		);
		$ids   = $file['ids'] ?? array();
		$known = array_flip( $ids );
		foreach ( $items as $item ) {
			if ( isset( $known[ $item['i'] ] ) ) {
				continue;
			}
			$known[ $item['i'] ] = true;
			$ids[]               = $item['i'];
			if ( ! in_array( $item['n'], self::REPORTS, true ) ) {
				$st = self::append_event( $st, $item, $terms );
			}
		}
		$go = array();
		foreach ( $items as $item ) {
			// Also those of a post that is repeated: whoever missed the answer is answered again.
			if ( 'Treatment Chosen' === $item['n'] && Choices::take( $st, $item['p'], $now, $terms ) ) {
				$go[] = $item['p']['decision'];
			}
		}
		return array(
			'file' => array(
				'st'  => Thinning::thin( $st ),
				'ids' => array_slice( $ids, -self::MOST_IDS ),
			),
			'go'   => $go,
		);
	}

	/**
	 * Somebody who is seen for the first time.
	 *
	 * @param string $unit Of stable shares.
	 * @param int    $now  Ms.
	 */
	public static function begin( string $unit, int $now ): array {
		return array(
			'v' => 1,
			'u' => $unit,
			's' => $now,
			'l' => 0,
			'n' => 0,
			'r' => array(),
			'd' => array(),
		);
	}

	/**
	 * An order that the site's own server knows of. The same one twice is one.
	 *
	 * @param array|null $file     What is there.
	 * @param string     $unit     Of somebody who is seen for the first time.
	 * @param array      $order    Ms, minor units, currency.
	 * @param int        $now      Ms.
	 */
	public static function add_order( ?array $file, string $unit, array $order, int $now ): array {
		$st     = $file['st'] ?? self::begin( $unit, $now );
		$orders = $st['o'] ?? array();
		if ( ! in_array( $order, $orders, true ) ) {
			$orders[] = $order;
		}
		$st['o'] = array_slice( $orders, -5 );
		return array(
			'st'  => Thinning::thin( $st ),
			'ids' => $file['ids'] ?? array(),
		);
	}

	/**
	 * Whether a session goes on at an instant.
	 *
	 * @param array|null $file        What is there.
	 * @param int        $now         Ms.
	 * @param int        $session_gap Ms.
	 */
	public static function is_open( ?array $file, int $now, int $session_gap ): bool {
		$st = $file['st'] ?? null;
		return null !== $st && $st['n'] > 0 && $now < min( $st['s'] + $st['l'] + $session_gap, $st['s'] + self::LONGEST_MS );
	}

	/**
	 * As JSON knows it: properties are an object, even without any.
	 *
	 * @param array $st The state.
	 */
	public static function present( array $st ): array {
		foreach ( $st['r'] as $at => $row ) {
			foreach ( $row[1] as $name => $value ) {
				if ( is_array( $value ) ) {
					$row[1][ $name ] = array_map(
						static function ( array $item ): \stdClass {
							return (object) $item;
						},
						$value
					);
				}
			}
			$st['r'][ $at ][1] = (object) $row[1];
		}
		return $st;
	}

	/**
	 * One event more.
	 *
	 * @param array  $st    The state.
	 * @param array  $item  The event.
	 * @param Config $terms The site's.
	 */
	private static function append_event( array $st, array $item, Config $terms ): array {
		$t      = $item['t'];
		$latest = $st['s'] + $st['l'];
		$end    = $st['n'] >= self::MOST_EVENTS ? $latest : min( $latest + $terms->session_gap, $st['s'] + self::LONGEST_MS );
		if ( 0 === $st['n'] || $t >= $end ) {
			$orders  = 0 === $st['n'] ? ( $st['o'] ?? null ) : null;
			$d       = $st['d'];
			$st      = self::begin( $st['u'], $t );
			$st['n'] = 1;
			$st['d'] = $d;
			if ( null !== $orders ) {
				$st['o'] = $orders;
			}
			return self::add_row( $st, $item, 0, $terms );
		}
		if ( $t < $st['s'] ) {
			// It is of a session before this one.
			return $st['s'] - $t >= $terms->session_gap ? $st : self::add_row( self::begin_at( $st, $t ), $item, 0, $terms );
		}
		$st['l'] = max( $st['l'], $t - $st['s'] );
		++$st['n'];
		return self::add_row( $st, $item, $t - $st['s'], $terms );
	}

	/**
	 * It began a little earlier than was known.
	 *
	 * @param array $st The state.
	 * @param int   $t  Ms.
	 */
	private static function begin_at( array $st, int $t ): array {
		$by      = $st['s'] - $t;
		$st['s'] = $t;
		$st['l'] += $by;
		++$st['n'];
		foreach ( $st['r'] as $at => $row ) {
			for ( $place = 2, $count = count( $row ); $place < $count; $place++ ) {
				$st['r'][ $at ][ $place ] += $by;
			}
		}
		return $st;
	}

	/**
	 * Puts an instant into its row.
	 *
	 * @param array  $st    The state.
	 * @param array  $item  The event.
	 * @param int    $after Ms after the session's first event.
	 * @param Config $terms The site's.
	 */
	private static function add_row( array $st, array $item, int $after, Config $terms ): array {
		$asked = $terms->hears[ $item['n'] ] ?? $terms->hears['*'] ?? null;
		if ( null === $asked ) {
			return $st;
		}
		$properties = Heard::keep( $item['p'], $asked );
		foreach ( $st['r'] as $at => $row ) {
			if ( $row[0] === $item['n'] && $row[1] === $properties ) {
				$place = count( $row );
				while ( $place > 2 && $row[ $place - 1 ] > $after ) {
					--$place;
				}
				array_splice( $st['r'][ $at ], $place, 0, array( $after ) );
				return $st;
			}
		}
		$st['r'][] = array( $item['n'], $properties, $after );
		return $st;
	}
}
