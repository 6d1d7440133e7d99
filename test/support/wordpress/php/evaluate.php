<?php
/** Runs the code that was posted inside of the whole WordPress, and answers with what it returns, as JSON. */

require INKLING_LAB_SITE . '/wp-load.php';

try {
	$inkling_lab_answer = array( 'value' => eval( file_get_contents( 'php://input' ) ) );
} catch ( Throwable $error ) {
	$inkling_lab_answer = array( 'fault' => (string) $error );
}
header( 'Content-Type: application/json' );
echo wp_json_encode( $inkling_lab_answer );
