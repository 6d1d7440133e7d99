<?php
/** WordPress for a PHP of its own, as PHPUnit's is: the site that the environment names. */

$_SERVER += array(
	'HTTP_HOST'       => '127.0.0.1:' . getenv( 'INKLING_LAB_PORT' ),
	'SERVER_PORT'     => getenv( 'INKLING_LAB_PORT' ),
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'REQUEST_METHOD'  => 'GET',
	'REQUEST_URI'     => '/',
	'REMOTE_ADDR'     => '127.0.0.1',
);

require getenv( 'INKLING_LAB_HOME' ) . '/site/wp-load.php';
