<?php
/**
 * Everything that the site holds, as JSON: read from the database and the disk, so that no code of a plugin runs and
 * changes what is looked at. What stands out of it is left out by whoever compares, by name.
 */

/** What WordPress lives on. */
function inkling_lab_connect(): PDO {
	$socket = getenv( 'INKLING_LAB_MARIADB' );
	if ( $socket ) {
		return new PDO( "mysql:unix_socket=$socket;dbname=wordpress;charset=utf8mb4", 'root', '', array( PDO::MYSQL_ATTR_INIT_COMMAND => "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'" ) );
	}
	return new PDO( 'sqlite:' . getenv( 'INKLING_LAB_HOME' ) . '/database/wordpress.sqlite' );
}

function inkling_lab_is_mysql( PDO $pdo ): bool {
	return 'mysql' === $pdo->getAttribute( PDO::ATTR_DRIVER_NAME );
}

$inkling_lab_pdo = inkling_lab_connect();
$inkling_lab_pdo->setAttribute( PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION );

function inkling_lab_rows( PDO $pdo, string $sql, int $how ): array {
	return $pdo->query( $sql )->fetchAll( $how );
}

/** The drop-in keeps what SQLite cannot say of MySQL's tables in tables of its own. */
function inkling_lab_tables( PDO $pdo ): array {
	if ( inkling_lab_is_mysql( $pdo ) ) {
		$names = inkling_lab_rows( $pdo, 'SHOW TABLES', PDO::FETCH_COLUMN );
		sort( $names );
		return $names;
	}
	$names = inkling_lab_rows( $pdo, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", PDO::FETCH_COLUMN );
	return array_values( array_filter( $names, static fn( $name ) => ! preg_match( '/^(sqlite_|_wp_sqlite_|_mysql_)/', $name ) ) );
}

function inkling_lab_columns( PDO $pdo, string $table ): array {
	if ( inkling_lab_is_mysql( $pdo ) ) {
		$columns = inkling_lab_rows( $pdo, "SHOW COLUMNS FROM \"$table\"", PDO::FETCH_ASSOC );
		return array_map( static fn( $column ) => strtolower( $column['Field'] . ' ' . $column['Type'] ), $columns );
	}
	$columns = inkling_lab_rows( $pdo, "PRAGMA table_info(\"$table\")", PDO::FETCH_ASSOC );
	return array_map( static fn( $column ) => strtolower( $column['name'] . ' ' . $column['type'] ), $columns );
}

function inkling_lab_is_like( string $table, string $pattern ): bool {
	return 1 === preg_match( '/^wp_(\d+_)?' . $pattern . '$/', $table );
}

/** Posts by their type; without the draft that the dashboard begins whenever it is opened. */
function inkling_lab_count( PDO $pdo, string $table ): array {
	if ( inkling_lab_is_like( $table, 'posts' ) ) {
		$sql = "SELECT '$table of type ' || post_type, COUNT(*) FROM \"$table\" WHERE post_status <> 'auto-draft' GROUP BY post_type ORDER BY post_type";
		return inkling_lab_rows( $pdo, $sql, PDO::FETCH_KEY_PAIR );
	}
	return inkling_lab_rows( $pdo, "SELECT '$table', COUNT(*) FROM \"$table\"", PDO::FETCH_KEY_PAIR );
}

function inkling_lab_meta_keys( PDO $pdo, string $table ): array {
	return inkling_lab_rows( $pdo, "SELECT DISTINCT meta_key FROM \"$table\" ORDER BY meta_key", PDO::FETCH_COLUMN );
}

/** Hook, rhythm and arguments; when it comes next moves with every run. */
function inkling_lab_cron( string $serialized ): array {
	$events = array();
	$planned = unserialize( $serialized, array( 'allowed_classes' => false ) );
	foreach ( array_filter( is_array( $planned ) ? $planned : array(), 'is_array' ) as $hooks ) {
		foreach ( $hooks as $hook => $each ) {
			foreach ( $each as $event ) {
				$events[] = $hook . ' ' . ( $event['schedule'] ? $event['schedule'] : 'once' ) . ' ' . json_encode( $event['args'] );
			}
		}
	}
	sort( $events );
	return $events;
}

/** Role and what it may do. */
function inkling_lab_capabilities( string $serialized ): array {
	$lines = array();
	$roles = unserialize( $serialized, array( 'allowed_classes' => false ) );
	foreach ( is_array( $roles ) ? $roles : array() as $role => $about ) {
		foreach ( $about['capabilities'] as $capability => $is_granted ) {
			$lines[] = $role . ( $is_granted ? ' may ' : ' may not ' ) . $capability;
		}
	}
	sort( $lines );
	return $lines;
}

function inkling_lab_files( string $folder, string $prefix = '' ): array {
	$files = array();
	foreach ( array_diff( scandir( $folder ), array( '.', '..' ) ) as $name ) {
		$path = "$folder/$name";
		if ( is_link( $path ) ) {
			$files[ $prefix . $name ] = 'link: ' . inkling_lab_digest( readlink( $path ) );
		} elseif ( is_dir( $path ) ) {
			$files[ "$prefix$name/" ] = 'folder';
			$files                   += inkling_lab_files( $path, "$prefix$name/" );
		} else {
			$files[ $prefix . $name ] = filesize( $path ) . ' bytes, sha256 ' . hash_file( 'sha256', $path );
		}
	}
	return $files;
}

/** The core is every site's, and large: that nothing was written into it shows in names, sizes and times. */
function inkling_lab_digest( string $path ): string {
	if ( ! is_dir( $path ) ) {
		return filesize( $path ) . ' bytes of ' . filemtime( $path );
	}
	$lines = array();
	foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $path, FilesystemIterator::SKIP_DOTS ) ) as $file ) {
		$lines[] = $file->getPathname() . ' ' . $file->getSize() . ' ' . $file->getMTime();
	}
	sort( $lines );
	return count( $lines ) . ' files, sha1 ' . sha1( implode( "\n", $lines ) );
}

function inkling_lab_dump( PDO $pdo ): array {
	$dump = array(
		'tables'       => array(),
		'rowCounts'    => array(),
		'options'      => array(),
		'siteOptions'  => array(),
		'metaKeys'     => array(),
		'cronEvents'   => array(),
		'capabilities' => array(),
		'files'        => inkling_lab_files( INKLING_LAB_SITE ),
	);
	foreach ( inkling_lab_tables( $pdo ) as $table ) {
		$dump['tables'][ $table ]    = inkling_lab_columns( $pdo, $table );
		$dump['rowCounts']          += inkling_lab_count( $pdo, $table );
		if ( 'wp_sitemeta' === $table ) {
			$dump['siteOptions'] = inkling_lab_rows( $pdo, "SELECT meta_key, meta_value FROM wp_sitemeta ORDER BY 1", PDO::FETCH_KEY_PAIR );
		} elseif ( inkling_lab_is_like( $table, '[a-z]+meta' ) ) {
			$dump['metaKeys'][ $table ] = inkling_lab_meta_keys( $pdo, $table );
		}
		if ( ! inkling_lab_is_like( $table, 'options' ) ) {
			continue;
		}
		$options = inkling_lab_rows( $pdo, "SELECT option_name, option_value FROM \"$table\" ORDER BY 1", PDO::FETCH_KEY_PAIR );
		$roles   = preg_replace( '/options$/', 'user_roles', $table );
		$dump['cronEvents'][ $table ]   = inkling_lab_cron( $options['cron'] ?? '' );
		$dump['capabilities'][ $table ] = inkling_lab_capabilities( $options[ $roles ] ?? '' );
		unset( $options['cron'], $options[ $roles ] );
		$dump['options'][ $table ] = $options;
	}
	return $dump;
}

header( 'Content-Type: application/json' );
echo json_encode( inkling_lab_dump( $inkling_lab_pdo ), JSON_INVALID_UTF8_SUBSTITUTE | JSON_FORCE_OBJECT );
