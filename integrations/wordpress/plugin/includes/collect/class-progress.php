<?php
/**
 * Up to where files were worked off.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/**
 * What comes of a piece of a file and the place behind it are one transaction: whoever is killed in between leaves a piece of
 * which nothing came at all, and the next run begins there.
 */
final class Progress {

	/**
	 * Where the next piece begins.
	 *
	 * @param string $file Its name.
	 */
	public static function place( string $file ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT place FROM ' . Counts::table( 'progress' ) . ' WHERE file = %s', $file ) );
	}

	/**
	 * Works a piece off.
	 *
	 * @param string   $file  Its name.
	 * @param int      $place Behind the piece.
	 * @param callable $work  What comes of it.
	 * @return mixed What the work returned.
	 */
	public static function pass( string $file, int $place, callable $work ) {
		return self::whole(
			static function () use ( $file, $place, $work ) {
				global $wpdb;
				$made = $work();
				$sql  = 'INSERT INTO ' . Counts::table( 'progress' ) . ' (file, place) VALUES (%s, %d) ON DUPLICATE KEY UPDATE place = VALUES(place)';
				if ( false === $wpdb->query( $wpdb->prepare( $sql, $file, $place ) ) ) {
					throw new \RuntimeException( 'Inkling cannot count: ' . $wpdb->last_error );
				}
				return $made;
			}
		);
	}

	/**
	 * Does all of it, or nothing.
	 *
	 * @param callable $work What is done.
	 * @return mixed What it returned.
	 * @throws \Throwable What went wrong; then nothing of it is done.
	 */
	public static function whole( callable $work ) {
		global $wpdb;
		$wpdb->query( 'START TRANSACTION' );
		try {
			$made = $work();
			if ( false === $wpdb->query( 'COMMIT' ) ) {
				throw new \RuntimeException( 'Inkling cannot count: ' . $wpdb->last_error );
			}
			return $made;
		} catch ( \Throwable $fault ) {
			$wpdb->query( 'ROLLBACK' );
			throw $fault;
		}
	}

	/** Nobody asks any more for the places of files that are gone. */
	public static function sweep(): void {
		global $wpdb;
		foreach ( $wpdb->get_col( 'SELECT file FROM ' . Counts::table( 'progress' ) ) as $file ) {
			if ( ! is_file( Storage::folder() . $file ) ) {
				$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . Counts::table( 'progress' ) . ' WHERE file = %s', $file ) );
			}
		}
	}
}
