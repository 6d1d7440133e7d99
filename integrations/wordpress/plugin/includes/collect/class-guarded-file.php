<?php
/**
 * Files that only we read, changed by many at once.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * One JSON value behind a first line at which PHP ends. Readers and writers take turns by the file's own lock. A change is
 * written over what was there, in one piece, and what is left behind its end is cut off afterwards: whoever is killed in
 * between leaves either the old value or the new one. It outlives the process, not a loss of power.
 */
final class Guarded_File {

	public const GUARD = "<?php exit; ?>\n";

	/**
	 * What it holds; null where there is none, or none of ours.
	 *
	 * @param string $path Of the file.
	 */
	public static function read( string $path ): ?array {
		$file = is_file( $path ) ? @fopen( $path, 'rb' ) : false; // It may go between the two.
		if ( false === $file ) {
			return null;
		}
		flock( $file, LOCK_SH );
		$value = self::parse( (string) stream_get_contents( $file ) );
		fclose( $file );
		return $value;
	}

	/**
	 * Reads, changes and writes, alone.
	 *
	 * @param string   $path   Of the file; its folder is made.
	 * @param callable $change From what it holds (or null) to what it is to hold; null leaves it as it is.
	 * @return array|null What it holds now.
	 * @throws Refusal When the disk does not take it.
	 */
	public static function update( string $path, callable $change ): ?array {
		$file = self::open( $path );
		if ( null === $file ) {
			throw new Refusal( 'store_unavailable', '', 'make the folder of Inkling below uploads writable for PHP' );
		}
		try {
			$text   = (string) stream_get_contents( $file );
			$before = self::parse( $text );
			$after  = $change( $before );
			if ( null === $after ) {
				return $before;
			}
			self::overwrite( $file, self::GUARD . json_encode( $after, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) . "\n", strlen( $text ) );
			return $after;
		} finally {
			fclose( $file );
		}
	}

	/**
	 * Opens a file to change it, alone. Nearly always its folder is there, so that nobody looks for it first.
	 *
	 * @param string $path Of the file; what is missing of it is made.
	 * @return resource|null Null where the disk does not take it.
	 */
	public static function open( string $path ) {
		$file = @fopen( $path, 'c+b' ); // Whoever asked says what is wrong.
		if ( false === $file ) {
			self::make_folder( dirname( $path ) );
			$file = @fopen( $path, 'c+b' ); // See above.
		}
		return false !== $file && flock( $file, LOCK_EX ) ? $file : null;
	}

	/**
	 * Makes a folder where there is none; another process may do the same.
	 *
	 * @param string $folder Path.
	 */
	public static function make_folder( string $folder ): void {
		if ( ! is_dir( $folder ) ) {
			@mkdir( $folder, 0755, true ); // Others make it at the same time.
		}
	}

	/**
	 * Replaces the text of an open file.
	 *
	 * @param resource $file Open, and ours alone.
	 * @param string   $text Whole.
	 * @param int      $held How long the text before was.
	 * @throws Refusal When the disk is full.
	 */
	private static function overwrite( $file, string $text, int $held ): void {
		rewind( $file );
		$is_whole = strlen( $text ) === fwrite( $file, $text ) && fflush( $file );
		if ( ! $is_whole ) {
			throw new Refusal( 'store_unavailable', '', 'make room on the disk of the site' );
		}
		if ( $held > strlen( $text ) ) {
			ftruncate( $file, strlen( $text ) );
		}
	}

	/**
	 * The value between the guard and the end of its line.
	 *
	 * @param string $text Of the file.
	 */
	private static function parse( string $text ): ?array {
		if ( 0 !== strpos( $text, self::GUARD ) ) {
			return null;
		}
		$line  = strtok( substr( $text, strlen( self::GUARD ) ), "\n" );
		$value = false === $line ? null : json_decode( $line, true );
		return is_array( $value ) ? $value : null;
	}
}
