<?php
/**
 * A file that lines are appended to, until something is made of them.
 *
 * @package Inkling
 */

namespace Inkling\Collect;

defined( 'ABSPATH' ) || defined( 'INKLING_COLLECT' ) || exit;

/**
 * One JSON line a post, or whatever else waits. A line is whole once `append()` returns: it has been handed to the operating system, so that it
 * outlives PHP and the web server, whoever kills them; a loss of power within the next seconds may take it. What was
 * killed while it was written has no end of line, is acknowledged to nobody, and is skipped.
 */
final class Buffer {

	/** @var string */
	private $folder;

	/** @var string */
	private $name;

	/**
	 * Of one site.
	 *
	 * @param string $folder Path, with a slash at its end.
	 * @param string $name   Of the file: that of posts, where none is said.
	 */
	public function __construct( string $folder, string $name = 'buffer' ) {
		$this->folder = $folder;
		$this->name   = $name;
	}

	/** Whether nothing waits in the file that is appended to. */
	public function is_empty(): bool {
		clearstatcache( true, $this->path() );
		return ! is_file( $this->path() ) || filesize( $this->path() ) <= strlen( Guarded_File::GUARD );
	}

	/**
	 * Takes all lines out, where none came behind a place. The file stays: to make one costs those who append more than to
	 * write to one.
	 *
	 * @param int $offset The place.
	 * @return bool Whether they are out.
	 */
	public function cut( int $offset ): bool {
		$file = $this->open();
		$is   = fstat( $file )['size'] === $offset && ftruncate( $file, strlen( Guarded_File::GUARD ) );
		fclose( $file );
		return $is;
	}

	/**
	 * Appends a line, whole or not at all.
	 *
	 * @param array $line       JSON.
	 * @param int   $most_bytes How large the file may be.
	 * @throws Refusal When it is full, or the disk does not take it.
	 */
	public function append( array $line, int $most_bytes ): void {
		$file = $this->open();
		try {
			$size = fstat( $file )['size'];
			$text = json_encode( $line, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) . "\n";
			if ( $size + strlen( $text ) > $most_bytes ) {
				throw new Refusal( 'queue_full', '', 'the tasks that WordPress plans do not run: see Tools, Site Health' );
			}
			if ( 0 === $size ) {
				$text = Guarded_File::GUARD . $text;
			} elseif ( ! self::ends_with_line( $file ) ) {
				$text = "\n" . $text;
			}
			fseek( $file, 0, SEEK_END );
			if ( strlen( $text ) !== fwrite( $file, $text ) || ! fflush( $file ) ) {
				ftruncate( $file, $size );
				throw new Refusal( 'store_unavailable', '', 'make room on the disk of the site' );
			}
		} finally {
			fclose( $file );
		}
	}

	/**
	 * Takes the lines of visitors out of what waits: theirs are written over with blanks, so that no place behind them moves.
	 *
	 * @param string[] $visitors 32 hex digits each.
	 * @return int How many lines went.
	 */
	public function forget( array $visitors ): int {
		$gone = 0;
		foreach ( array_merge( $this->busy(), is_file( $this->path() ) ? array( $this->path() ) : array() ) as $path ) {
			$file = @fopen( $path, 'r+b' ); // It may have been counted meanwhile.
			if ( false === $file ) {
				continue;
			}
			flock( $file, LOCK_EX );
			for ( $at = 0, $text = fgets( $file ); false !== $text; $at = (int) ftell( $file ), $text = fgets( $file ) ) {
				// Others wait for the lock: only lines with one of the ids in them are read.
				$line = str_replace( $visitors, '', $text ) === $text ? null : json_decode( $text, true );
				if ( is_array( $line ) && array_intersect( $visitors, array( $line['v'] ?? '', $line['dev'] ?? '', $line['o'] ?? '' ) ) ) {
					$next = ftell( $file );
					fseek( $file, $at );
					fwrite( $file, str_repeat( ' ', strlen( $text ) - 1 ) );
					fseek( $file, $next );
					++$gone;
				}
			}
			fclose( $file );
		}
		return $gone;
	}

	/**
	 * Takes the file out of the way of those who append, to be counted.
	 *
	 * @return bool Whether there was one.
	 */
	public function set_aside(): bool {
		$path = $this->path();
		if ( ! is_file( $path ) ) {
			return false;
		}
		$file = fopen( $path, 'rb' );
		flock( $file, LOCK_EX );
		$names = array_map( array( $this, 'number' ), $this->busy() );
		$next  = $names ? max( $names ) + 1 : 1;
		$done  = rename( $path, $this->folder . $this->name . '-' . max( $next, (int) floor( microtime( true ) * 1000 ) ) . '.busy.php' );
		fclose( $file );
		return $done;
	}

	/**
	 * Those that were set aside, oldest first.
	 *
	 * @return string[] Paths.
	 */
	public function busy(): array {
		$paths = glob( $this->folder . $this->name . '-*.busy.php' ) ?: array();
		usort(
			$paths,
			function ( string $a, string $b ): int {
				return $this->number( $a ) - $this->number( $b );
			}
		);
		return $paths;
	}

	/**
	 * Lines of a file from a place on, with the place behind them.
	 *
	 * @param string $path   Of a file.
	 * @param int    $offset Where to begin; anew, where the file ends before it.
	 * @param int    $most   How many at most.
	 * @return array{lines: array[], offset: int, is_end: bool}
	 */
	public static function read_lines( string $path, int $offset, int $most ): array {
		$file = fopen( $path, 'rb' );
		flock( $file, LOCK_SH ); // Else a line that is being written would be read in half.
		$offset = $offset > fstat( $file )['size'] ? 0 : $offset;
		fseek( $file, max( $offset, strlen( Guarded_File::GUARD ) ) );
		$lines = array();
		for ( $read = 0; $read < $most; $read++ ) {
			$text = fgets( $file );
			if ( false === $text ) {
				break;
			}
			$line = json_decode( $text, true );
			// Half a line belongs to nobody who was answered.
			if ( is_array( $line ) && isset( $line['t'] ) ) {
				$lines[] = $line;
			}
		}
		$offset = (int) ftell( $file );
		$is_end = $offset >= fstat( $file )['size'];
		fclose( $file );
		return array(
			'lines'  => $lines,
			'offset' => $offset,
			'is_end' => $is_end,
		);
	}

	/**
	 * The file, locked; a new one where the one that was waited for has been set aside meanwhile.
	 *
	 * @return resource
	 * @throws Refusal When the folder cannot be written to.
	 */
	private function open() {
		do {
			$file = @fopen( $this->path(), 'c+b' ); // Whatever is wrong is said by the exception.
			if ( false === $file || ! flock( $file, LOCK_EX ) ) {
				throw new Refusal( 'store_unavailable', '', 'make the folder of Inkling below uploads writable for PHP' );
			}
			clearstatcache( true, $this->path() );
			$is_current = @fileinode( $this->path() ) === fstat( $file )['ino']; // False where it is gone.
			if ( ! $is_current ) {
				fclose( $file );
			}
		} while ( ! $is_current );
		return $file;
	}

	/**
	 * Whether whoever wrote last came to its end.
	 *
	 * @param resource $file Open.
	 */
	private static function ends_with_line( $file ): bool {
		fseek( $file, -1, SEEK_END );
		return "\n" === fread( $file, 1 );
	}

	/**
	 * Its place in the order.
	 *
	 * @param string $path Of a file that was set aside.
	 */
	private function number( string $path ): int {
		return (int) substr( basename( $path ), strlen( $this->name . '-' ) );
	}

	/** Where lines go. */
	public function path(): string {
		return $this->folder . $this->name . '.php';
	}
}
