<?php
/**
 * How many posts one sender may make.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * Token buckets in tables of a fixed size, so that strangers cannot fill the disk, and no name is kept, only the place that
 * its keyed hash points to. Two names that share a place share its tokens.
 */
final class Limits {

	/** Files, so that not every post waits for the same lock. */
	private const FILES = 16;

	/** Places in each. */
	private const PLACES = 1024;

	/** Bytes a place: the instant of its last change in ms, and thousandths of tokens. */
	private const WIDTH = 12;

	/** Whose thousandths fit into the bytes. */
	private const MOST_TOKENS = 4000000;

	/** @var string */
	private $folder;

	/** @var string */
	private $key;

	/**
	 * Of one site.
	 *
	 * @param string $folder Path, with a slash at its end.
	 * @param string $key    Of the hash.
	 */
	public function __construct( string $folder, string $key ) {
		$this->folder = $folder . 'limits/';
		$this->key    = $key;
	}

	/**
	 * Takes one token.
	 *
	 * @param string $name       Whose.
	 * @param int    $per_second How many come back in a second.
	 * @param int    $most       How many there are at most.
	 * @param int    $now        Ms.
	 * @return bool False when there is none.
	 */
	public function take( string $name, int $per_second, int $most, int $now ): bool {
		$most  = min( $most, self::MOST_TOKENS );
		$hash  = unpack( 'nfile/nplace', hash_hmac( 'sha256', $name, $this->key, true ) );
		$place = strlen( Guarded_File::GUARD ) + self::WIDTH * ( $hash['place'] % self::PLACES );
		$file  = $this->open( $hash['file'] % self::FILES );
		if ( null === $file ) {
			return true;
		}
		fseek( $file, $place );
		$bytes  = (string) fread( $file, self::WIDTH );
		$before = self::WIDTH === strlen( $bytes ) ? unpack( 'Jat/Ntokens', $bytes ) : array( 'at' => 0 );
		$passed = $now - $before['at'];
		$tokens = 0 === $before['at'] || $passed < 0
			? 1000 * $most
			: min( 1000 * $most, $before['tokens'] + $passed * $per_second );
		$has    = $tokens >= 1000;
		fseek( $file, $place );
		fwrite( $file, pack( 'JN', $now, $has ? $tokens - 1000 : $tokens ) );
		fclose( $file );
		return $has;
	}

	/**
	 * A table, locked; null where the folder cannot be written to: then there is more wrong than a limit, and the step that
	 * keeps the post says so.
	 *
	 * @param int $number Of the file.
	 * @return resource|null
	 */
	private function open( int $number ) {
		$file = Guarded_File::open( $this->folder . $number . '.php' );
		if ( null !== $file && 0 === fstat( $file )['size'] ) {
			fwrite( $file, Guarded_File::GUARD . str_repeat( "\0", self::WIDTH * self::PLACES ) );
		}
		return $file;
	}
}
