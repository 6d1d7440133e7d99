<?php
/**
 * Where a visitor's session lies.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * One file a visitor and day of the salt, gone with the salt. They lie in sixteen folders: of many more, nearly every visitor of
 * a small site would have to wait for one to be made.
 */
final class Session_File {

	/** @var string */
	private $path;

	/**
	 * Of one visitor and day.
	 *
	 * @param string $folder  Of the site, with a slash at its end.
	 * @param string $day     Of the salt.
	 * @param string $visitor 32 hex digits.
	 */
	public function __construct( string $folder, string $day, string $visitor ) {
		$this->path = $folder . 'sessions/' . $day . '/' . substr( $visitor, 0, 1 ) . '/' . $visitor . '.php';
	}

	/** Whether there is one. */
	public function exists(): bool {
		return is_file( $this->path );
	}

	/** What it holds: `st` and `ids`; null where there is none. */
	public function read(): ?array {
		return Guarded_File::read( $this->path );
	}

	/**
	 * Reads, changes and writes, alone.
	 *
	 * @param callable $change From what it holds to what it is to hold; null leaves it.
	 * @throws Refusal When the disk does not take it.
	 */
	public function update( callable $change ): ?array {
		return Guarded_File::update( $this->path, $change );
	}

	/** Removes it, after what was in it was written over. */
	public function remove(): bool {
		if ( ! $this->exists() ) {
			return false;
		}
		Guarded_File::update(
			$this->path,
			static function (): array {
				return array();
			}
		);
		return @unlink( $this->path ); // Another process may have been faster.
	}

	/**
	 * Removes the sessions of a day.
	 *
	 * @param string $folder Of that day.
	 * @param int    $most   How many files go at most.
	 * @return int How many more may go.
	 */
	public static function remove_day( string $folder, int $most ): int {
		foreach ( glob( $folder . '/*', GLOB_ONLYDIR ) ?: array() as $room ) {
			foreach ( glob( $room . '/*.php' ) ?: array() as $path ) {
				if ( $most-- <= 0 ) {
					return 0;
				}
				@unlink( $path ); // Others clear up at the same time.
			}
			@rmdir( $room ); // See above.
		}
		@rmdir( $folder ); // See above.
		return max( 0, $most );
	}
}
