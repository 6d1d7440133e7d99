<?php
/**
 * Counts what was appended to the buffer.
 *
 * @package Inkling
 */

namespace Inkling;

use Inkling\Collect\Buffer;
use Inkling\Collect\Entrance;
use Inkling\Collect\Guarded_File;
use Inkling\Collect\Salts;

defined( 'ABSPATH' ) || exit;

/**
 * Every minute, or when somebody wants to see the counts. The buffer is set aside, read in chunks, and each chunk counted in one
 * transaction together with the place behind it: whoever is killed in between leaves a chunk that was not counted at all, and
 * the next run begins there.
 */
final class Aggregate implements Module {

	public const EVENT = 'inkling_aggregate';

	private const RHYTHM = 'inkling_minute';

	/** Files that wait to be counted. */
	private const MOST_ASIDE = 2;

	/** Lines a transaction. */
	private const CHUNK = 500;

	public static function hook(): void {
		add_filter( 'cron_schedules', array( self::class, 'add_rhythm' ) );
		add_action( self::EVENT, array( self::class, 'run' ), 10, 0 );
		add_action( 'inkling_forget_visitors', array( Recorder::class, 'forget' ) );
		add_filter( 'inkling_erase_visitor', array( self::class, 'erase' ), 10, 2 );
	}

	/** Plans the event. */
	public static function install(): void {
		add_filter( 'cron_schedules', array( self::class, 'add_rhythm' ) );
		if ( ! wp_next_scheduled( self::EVENT ) ) {
			wp_schedule_event( time() + MINUTE_IN_SECONDS, self::RHYTHM, self::EVENT );
		}
	}

	public static function pause(): void {
		wp_clear_scheduled_hook( self::EVENT );
	}

	public static function uninstall(): void {
		wp_clear_scheduled_hook( self::EVENT );
	}

	/**
	 * Once a minute.
	 *
	 * @param array $rhythms Of WordPress.
	 */
	public static function add_rhythm( array $rhythms ): array {
		$rhythms[ self::RHYTHM ] = array(
			'interval' => MINUTE_IN_SECONDS,
			'display'  => __( 'Every minute (Inkling)', 'inkling' ),
		);
		return $rhythms;
	}

	/**
	 * Counts what waits, and clears up. Only one process does so at a time; others have nothing to do.
	 *
	 * @param int $seconds For how long at most; what is left waits for the next run.
	 * @return int How many lines were counted.
	 */
	public static function run( int $seconds = 20 ): int {
		Guarded_File::make_folder( Storage::folder() );
		$lock = fopen( Storage::folder() . 'aggregate.php', 'c' );
		if ( false === $lock || ! flock( $lock, LOCK_EX | LOCK_NB ) ) {
			return 0;
		}
		$until = microtime( true ) + $seconds;
		try {
			$buffer = new Buffer( Storage::folder() );
			// Where nothing can be counted, the one that fills up says so, and not the disk.
			if ( count( $buffer->busy() ) < self::MOST_ASIDE ) {
				$buffer->set_aside();
			}
			$counted = 0;
			foreach ( $buffer->busy() as $path ) {
				$counted += self::count_file( $path, $until );
			}
			self::sweep();
			return $counted;
		} finally {
			fclose( $lock );
		}
	}

	/**
	 * What the erasure of a visitor takes from here. Counts of a day name nobody.
	 *
	 * @param array  $done    What others removed.
	 * @param string $visitor 32 hex digits.
	 */
	public static function erase( array $done, string $visitor ): array {
		$done['removed'] = (int) ( $done['removed'] ?? 0 ) + Recorder::forget( array( $visitor ) );
		return $done;
	}

	/**
	 * Counts a file to its end, and removes it.
	 *
	 * @param string $path  Of a buffer that was set aside.
	 * @param float  $until When to stop, s.
	 * @return int How many lines were counted.
	 */
	private static function count_file( string $path, float $until ): int {
		$counted = 0;
		do {
			$place = Progress::place( basename( $path ) );
			$read  = Buffer::read_lines( $path, $place, self::CHUNK );
			if ( $read['offset'] > $place ) {
				self::count_chunk( $read['lines'], basename( $path ), $read['offset'] );
			}
			$counted += count( $read['lines'] );
		} while ( ! $read['is_end'] && microtime( true ) < $until );
		if ( $read['is_end'] ) {
			unlink( $path );
		}
		return $counted;
	}

	/**
	 * One transaction. Whoever passes lines on writes them down within it.
	 *
	 * @param array[] $lines Of the buffer.
	 * @param string  $file  Their file.
	 * @param int     $place Behind them.
	 */
	private static function count_chunk( array $lines, string $file, int $place ): void {
		Progress::pass(
			$file,
			$place,
			static function () use ( $lines ): void {
				if ( ! $lines ) {
					return;
				}
				( new Tally( $lines, Storage::read_guarded( 'settings.php' ) ?? array() ) )->write();

				/**
				 * Fires with posts that are being counted, in the transaction that counts them. Begin none of your own.
				 *
				 * @param array[] $lines As in the buffer.
				 */
				do_action( 'inkling_buffer_taken', $lines );
				self::pass_on_erasures( $lines );
			}
		);
	}

	/**
	 * Tells of those who deleted on a page what is held of their device.
	 *
	 * @param array[] $lines Of the buffer.
	 */
	private static function pass_on_erasures( array $lines ): void {
		$gone = array();
		foreach ( $lines as $line ) {
			if ( ! empty( $line['forget'] ) ) {
				$gone[] = (string) $line['v'];
			}
		}
		if ( $gone ) {
			/**
			 * Fires with devices whose sessions and waiting lines are gone: whoever holds more of them lets it go.
			 *
			 * @param string[] $gone 32 hex digits each.
			 */
			do_action( 'inkling_device_erased', array_values( array_unique( $gone ) ) );
		}
	}

	/** Removes salts and sessions whose time is up, and what no longer can be counted twice. */
	private static function sweep(): void {
		global $wpdb;
		$now = Entrance::now();
		( new Salts( Storage::folder(), wp_timezone_string() ) )->sweep( $now );
		$first = gmdate( 'Y-m-d', intdiv( $now, 1000 ) - 3 * DAY_IN_SECONDS );
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . Counts::table( 'seen' ) . ' WHERE day < %s', $first ) );
		Progress::sweep();
	}
}
