<?php
/**
 * How a state stays small.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/** A state stays below 2,048 bytes: what is oldest of it goes first. As core/local/thinning.ts. */
final class Thinning {

	private const MOST_BYTES = 2048;

	/**
	 * Of a value as JSON, with nothing escaped that need not be.
	 *
	 * @param mixed $value Anything.
	 */
	public static function bytes( $value ): int {
		return strlen( (string) json_encode( $value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS ) );
	}

	/**
	 * One instant after the other: the oldest that is not its row's first; of equal ones, that of the earlier row. Where
	 * every row has one left, the row goes whose instant is the oldest.
	 *
	 * @param array $st The state.
	 */
	public static function thin( array $st ): array {
		while ( $st['r'] && self::bytes( Session_State::present( $st ) ) > self::MOST_BYTES ) {
			$row = self::oldest( $st['r'], 3 );
			if ( null !== $row ) {
				array_splice( $st['r'][ $row ], 3, 1 );
			} else {
				array_splice( $st['r'], (int) self::oldest( $st['r'], 2 ), 1 );
			}
			$st['x'] = ( $st['x'] ?? 0 ) + 1;
		}
		return $st;
	}

	/**
	 * The row whose instant at a place is the smallest; null where none has one there.
	 *
	 * @param array $rows  Of a state.
	 * @param int   $place In a row.
	 */
	private static function oldest( array $rows, int $place ): ?int {
		$found = null;
		foreach ( $rows as $at => $row ) {
			if ( isset( $row[ $place ] ) && ( null === $found || $row[ $place ] < $rows[ $found ][ $place ] ) ) {
				$found = $at;
			}
		}
		return $found;
	}
}
